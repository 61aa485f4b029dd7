using System.Globalization;

namespace PodTools.Details;

/// <summary>A probe in one line: what it does, then when and how often.</summary>
internal static class ProbeText
{
    /// <summary>The line; null when there is no probe.</summary>
    public static string? Of(Probe? probe) => probe is null ? null : string.Create(
        CultureInfo.InvariantCulture,
        $"{Action(probe)} delay={probe.InitialDelaySeconds ?? 0}s timeout={probe.TimeoutSeconds ?? 0}s period={probe.PeriodSeconds ?? 0}s #success={probe.SuccessThreshold ?? 0} #failure={probe.FailureThreshold ?? 0}");

    /// <summary>What the probe does.</summary>
    public static string Action(Probe probe) => probe switch
    {
        { Exec: { } exec } => $"exec [{string.Join(' ', exec.Command)}]",
        { HttpGet: { } get } => $"http-get {(get.Scheme ?? "HTTP").ToLowerInvariant()}://{Host(get.Host)}:{get.Port}{get.Path}",
        { TcpSocket: { } socket } => $"tcp-socket {socket.Host}:{socket.Port}",
        { Grpc: { } grpc } => string.Create(CultureInfo.InvariantCulture, $"grpc <pod>:{grpc.Port} {grpc.Service}"),
        _ => "unknown",
    };

    // An IPv6 address needs brackets, or its colons would run into the port.
    private static string? Host(string? host) => host?.Contains(':', StringComparison.Ordinal) == true ? $"[{host}]" : host;
}
