using PodTools.Simulator.Http;

namespace PodTools.Simulator.Streams.Spdy;

/// <summary>Turns a request into a SPDY connection: by itself, as older kubectl asks, or through a WebSocket, as newer does.</summary>
internal static class SpdyUpgrade
{
    public const string ExecProtocol = "v4.channel.k8s.io";
    public const string PortForwardProtocol = "portforward.k8s.io";

    private const string VersionField = "X-Stream-Protocol-Version";

    /// <summary>The protocol of a WebSocket that carries SPDY.</summary>
    public static string TunnelProtocol { get; } = "SPDY/3.1+" + PortForwardProtocol;

    /// <summary>Whether a request asks for SPDY.</summary>
    public static bool IsAskedBy(HttpRequest request) => request.Headers.HasToken("Upgrade", "SPDY/3.1");

    /// <summary>Upgrades the connection; null when the client speaks no protocol that is known, which is answered 403.</summary>
    public static async Task<Stream?> AcceptAsync(HttpExchange exchange, string protocol)
    {
        var offered = exchange.Request.Headers.All(VersionField).SelectMany(value => value.Split(',', StringSplitOptions.TrimEntries)).ToList();
        if (offered.Count > 0 && !offered.Contains(protocol))
        {
            await exchange.RespondAsync(403, "text/plain; charset=utf-8", $"unable to upgrade: unable to negotiate protocol: client supports [{string.Join(' ', offered)}], server accepts [{protocol}]").ConfigureAwait(false);
            return null;
        }

        exchange.ResponseHeaders.Add(VersionField, protocol);
        return await exchange.UpgradeAsync("SPDY/3.1").ConfigureAwait(false);
    }
}
