using System.Security.Cryptography.X509Certificates;

namespace PodTools.Kubernetes;

/// <summary>
/// How a program inside a pod reaches its own cluster: the address in the environment, and the token, authority and
/// namespace that the kubelet mounts for the service account.
/// </summary>
internal static class InClusterConfig
{
    internal const string ContextName = "in-cluster";
    private const string DefaultFolder = "/var/run/secrets/kubernetes.io/serviceaccount";

    internal static bool IsPresent => Host is not null && File.Exists(Path.Combine(DefaultFolder, "token"));

    private static string? Host => Environment.GetEnvironmentVariable("KUBERNETES_SERVICE_HOST") is { Length: > 0 } host ? host : null;

    internal static ClusterAccess Resolve() =>
        Resolve(DefaultFolder, Host!, Environment.GetEnvironmentVariable("KUBERNETES_SERVICE_PORT") ?? "443");

    internal static ClusterAccess Resolve(string folder, string host, string port)
    {
        var authorities = new X509Certificate2Collection();
        authorities.ImportFromPemFile(Path.Combine(folder, "ca.crt"));
        var namespaceFile = Path.Combine(folder, "namespace");
        return new()
        {
            Context = ContextName,
            Namespace = File.Exists(namespaceFile) ? File.ReadAllText(namespaceFile).Trim() : "default",
            User = "service account",
            Server = new Uri($"https://{(host.Contains(':', StringComparison.Ordinal) ? $"[{host}]" : host)}:{port}"),
            Trust = new(authorities, skipVerification: false),
            Credentials = new TokenFileCredentials(Path.Combine(folder, "token"), null, null, "the service account"),
        };
    }
}
