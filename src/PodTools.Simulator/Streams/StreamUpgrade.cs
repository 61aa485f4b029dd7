using PodTools.Simulator.Api;

namespace PodTools.Simulator.Streams;

/// <summary>Opens the channels of a stream over whatever the client asks for.</summary>
internal static class StreamUpgrade
{
    /// <summary>Upgrades the connection; null when it was refused and the answer is sent.</summary>
    /// <exception cref="ApiException">400, when the request asks for no upgrade, or for one that is not known.</exception>
    public static async Task<IStreamChannels?> OpenAsync(PodStreamRequest request, IReadOnlyCollection<string> protocols)
    {
        Require(request);
        return await WebSocketUpgrade.AcceptAsync(request.Exchange, protocols).ConfigureAwait(false) is { } socket
            ? new WebSocketChannels(socket)
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
