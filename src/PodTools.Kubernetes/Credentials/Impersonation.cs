using System.Net;
using System.Text;

namespace PodTools.Kubernetes;

/// <summary>Another identity to act as: <c>as</c>, <c>as-uid</c>, <c>as-groups</c> and <c>as-user-extra</c> of a kubeconfig user.</summary>
internal sealed record Impersonation(
    string? User, string? Uid, IReadOnlyList<string> Groups, IReadOnlyDictionary<string, IReadOnlyList<string>> Extra)
{
    private const string Prefix = "Impersonate-";

    /// <summary>Whether a value holds characters that a header must not have.</summary>
    internal bool IsMalformed => !All.SelectMany(header => header.Values).All(HeaderLines.Allows);

    private IEnumerable<(string Name, IReadOnlyList<string> Values)> All =>
    [
        ("User", User is null ? [] : [User]),
        ("Uid", Uid is null ? [] : [Uid]),
        ("Group", Groups),
        .. Extra.Select(extra => ("Extra-" + Uri.EscapeDataString(extra.Key), extra.Value)),
    ];

    /// <summary>The encoding of a header, for the framework: null where it is not one of these.</summary>
    internal static Encoding? EncodingOf(string header, HttpRequestMessage request) =>
        header.StartsWith(Prefix, StringComparison.OrdinalIgnoreCase) ? new HeaderLines(header) : null;

    internal void AddTo(HttpRequestMessage request)
    {
        foreach (var (name, values) in All.Where(header => header.Values.Count > 0))
        {
            // A request that is sent again carries them already.
            request.Headers.Remove(Prefix + name);
            request.Headers.TryAddWithoutValidation(Prefix + name, HeaderLines.Join(values));
            if (values.Count > 1)
            {
                request.Version = HttpVersion.Version11;
                request.VersionPolicy = HttpVersionPolicy.RequestVersionExact;
            }
        }
    }
}
