using System.Security.Cryptography;
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

    internal static bool IsPresent => Variable("KUBERNETES_SERVICE_HOST") is not null && File.Exists(Path.Combine(DefaultFolder, "token"));

    /// <summary>Changes when the kubelet mounts another authority.</summary>
    internal static string Fingerprint => Authority(DefaultFolder);

    internal static ClusterAccess Resolve() =>
        Resolve(DefaultFolder, Variable("KUBERNETES_SERVICE_HOST")!, Variable("KUBERNETES_SERVICE_PORT") ?? "443");

    internal static ClusterAccess Resolve(string folder, string host, string port) => new()
    {
        Context = ContextName,
        Namespace = Namespace(folder),
        User = "service account",
        Server = new Uri($"https://{(host.Contains(':', StringComparison.Ordinal) ? $"[{host}]" : host)}:{port}"),
        Trust = new(Authorities(folder), skipVerification: false),
        Credentials = new StoredCredentials(() => TokenFile.Read(Path.Combine(folder, "token"), "the service account"), () => null, "the service account"),
    };

    private static X509Certificate2Collection Authorities(string folder)
    {
        var authorities = new X509Certificate2Collection();
        try
        {
            authorities.ImportFromPem(Authority(folder));
            return authorities;
        }
        catch (CryptographicException e)
        {
            throw Refuse($"ca.crt in {folder} cannot be read: {e.Message}", e);
        }
    }

    private static string Authority(string folder)
    {
        try
        {
            return File.ReadAllText(Path.Combine(folder, "ca.crt"));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw Refuse(e.Message, e);
        }
    }

    // The order is that of kubectl.
    private static string Namespace(string folder)
    {
        var file = Path.Combine(folder, "namespace");
        return Variable("POD_NAMESPACE") ?? (File.Exists(file) && File.ReadAllText(file).Trim() is { Length: > 0 } name ? name : "default");
    }

    private static string? Variable(string name) => Environment.GetEnvironmentVariable(name) is { Length: > 0 } value ? value : null;

    private static KubeConfigException Refuse(string what, Exception cause) => new(
        KubernetesReason.KubeConfigInvalid, $"The service account of this pod does not say whom to trust: {what}", innerException: cause);
}
