using System.Security.Cryptography.X509Certificates;

namespace PodTools.Kubernetes.Tests;

/// <summary>A request as a scripted server received it.</summary>
public sealed record ScriptedRequest(
    string Method, string Target, IReadOnlyDictionary<string, string> Headers, string Body, string? ServerName, X509Certificate2? ClientCertificate, int Connection)
{
    /// <summary>The headers line by line, as they came.</summary>
    public IReadOnlyList<string> Lines { get; init; } = [];

    public string Path => Target.Split('?')[0];

    public string? Query(string name) => Target.Split('?', 2) is [_, var query]
        ? query.Split('&').Select(p => p.Split('=', 2)).Where(p => p[0] == name).Select(p => Uri.UnescapeDataString(p[1])).FirstOrDefault()
        : null;

    public string? Header(string name) => Headers.GetValueOrDefault(name);
}
