using PodTools.Simulator.Api;
using PodTools.Simulator.Streams.Spdy;

namespace PodTools.Simulator.Streams;

/// <summary>Opens the channels of an exec or attach over whatever the client asks for.</summary>
internal static class StreamUpgrade
{
    /// <summary>Upgrades the connection; null when it was refused and the answer is sent.</summary>
    /// <exception cref="ApiException">400, when the request asks for no upgrade, or for one that is not known.</exception>
    public static async Task<IStreamChannels?> OpenAsync(PodStreamRequest request, ProcessOptions options, CancellationToken cancellation)
    {
        Require(request);
        if (SpdyUpgrade.IsAskedBy(request.Exchange.Request))
        {
            return await SpdyUpgrade.AcceptAsync(request.Exchange, SpdyUpgrade.ExecProtocol).ConfigureAwait(false) is { } stream
                ? await SpdyChannels.OpenAsync(stream, options, cancellation).ConfigureAwait(false)
                : null;
        }

        return await WebSocketUpgrade.AcceptAsync(request.Exchange, WebSocketChannels.ExecProtocols).ConfigureAwait(false) is { } accepted
            ? new WebSocketChannels(accepted)
            : null;
    }

    /// <summary>Refuses a request that asks for no upgrade.</summary>
    /// <exception cref="ApiException">400.</exception>
    public static void Require(PodStreamRequest request)
    {
        if (!request.Exchange.Request.WantsUpgrade)
        {
            throw ApiException.BadRequest("Upgrade request required");
        }
    }
}
