namespace PodTools.Kubernetes.Streams;

/// <summary>The WebSocket subprotocols of streaming requests, newest first as they are offered.</summary>
internal static class StreamProtocols
{
    /// <summary>Has the half-close that ends standard input (servers since Kubernetes 1.30).</summary>
    public const string V5 = "v5.channel.k8s.io";

    /// <summary>Ends standard input only by closing everything.</summary>
    public const string V4 = "v4.channel.k8s.io";

    /// <summary>What exec and attach offer. Offered alone, v5 is refused by servers that do not know it.</summary>
    public static IReadOnlyList<string> Exec { get; } = [V5, V4];

    /// <summary>What port-forward offers: it has no v5.</summary>
    public static IReadOnlyList<string> PortForward { get; } = [V4];
}
