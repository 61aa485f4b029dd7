namespace PodTools.Kubernetes.Tests;

/// <summary>Connections of tests: short limits, and only what the test says.</summary>
internal static class TestConnections
{
    internal static ConnectionOptions Quick { get; } = new()
    {
        RetryDelay = TimeSpan.FromMilliseconds(5),
        MaxRetryDelay = TimeSpan.FromMilliseconds(50),
        ConnectTimeout = TimeSpan.FromMinutes(1),
        ResponseTimeout = TimeSpan.FromMinutes(1),
        StallTimeout = TimeSpan.FromMinutes(1),
    };

    internal static ClusterAccess AccessTo(int port, TestAuthority? authority, string host = "localhost") => new()
    {
        Context = "test",
        User = "tester",
        KubeConfigPath = "/tmp/test-kubeconfig",
        Server = new Uri($"{(authority is null ? "http" : "https")}://{host}:{port}"),
        Trust = new(authority?.Roots, skipVerification: false),
    };

    internal static KubernetesConnection To(ScriptedServer server, TestAuthority? authority, ConnectionOptions? options = null) =>
        new(AccessTo(server.Port, authority), options ?? Quick);
}
