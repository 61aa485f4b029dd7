using System.Net.Http.Headers;

namespace PodTools.Kubernetes;

/// <summary>Another identity to act as: <c>as</c>, <c>as-uid</c>, <c>as-groups</c> and <c>as-user-extra</c> of a kubeconfig user.</summary>
internal sealed record Impersonation(
    string? User, string? Uid, IReadOnlyList<string> Groups, IReadOnlyDictionary<string, IReadOnlyList<string>> Extra)
{
    internal void AddTo(HttpRequestHeaders headers)
    {
        // A request that is sent again carries them already.
        if (headers.Contains("Impersonate-User"))
        {
            return;
        }

        Add(headers, "Impersonate-User", User is null ? [] : [User]);
        Add(headers, "Impersonate-Uid", Uid is null ? [] : [Uid]);
        Add(headers, "Impersonate-Group", Groups);
        foreach (var (key, values) in Extra)
        {
            Add(headers, "Impersonate-Extra-" + Uri.EscapeDataString(key), values);
        }
    }

    private static void Add(HttpRequestHeaders headers, string name, IReadOnlyList<string> values)
    {
        foreach (var value in values)
        {
            headers.TryAddWithoutValidation(name, value);
        }
    }
}
