using System.Net.WebSockets;
using System.Security.Cryptography;
using System.Text;
using PodTools.Simulator.Http;

namespace PodTools.Simulator.Streams;

/// <summary>Turns a request into a WebSocket.</summary>
internal static class WebSocketUpgrade
{
    // RFC 6455, section 1.3.
    private const string AcceptSuffix = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";

    /// <summary>
    /// Accepts the first protocol of the client's that is known here; a client that names none gets none. A client whose
    /// protocols are all unknown is answered 403 without a body, as by the API server, and null comes back.
    /// </summary>
    public static async Task<AcceptedSocket?> AcceptAsync(HttpExchange exchange, IReadOnlyCollection<string> protocols)
    {
        var headers = exchange.Request.Headers;
        var offered = headers.All("Sec-WebSocket-Protocol")
            .SelectMany(value => value.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
            .DefaultIfEmpty("")
            .ToList();
        var chosen = offered.Find(protocols.Contains);
        if (chosen is null || headers["Sec-WebSocket-Key"] is not { } key)
        {
            await exchange.RespondAsync(403, null, ReadOnlyMemory<byte>.Empty).ConfigureAwait(false);
            return null;
        }

        exchange.ResponseHeaders.Add("Sec-WebSocket-Accept", Convert.ToBase64String(Hash(key)));
        if (chosen.Length > 0)
        {
            exchange.ResponseHeaders.Add("Sec-WebSocket-Protocol", chosen);
        }

        var stream = await exchange.UpgradeAsync("websocket").ConfigureAwait(false);
        var socket = WebSocket.CreateFromStream(
            stream, new WebSocketCreationOptions { IsServer = true, KeepAliveInterval = TimeSpan.FromSeconds(30) });
        return new AcceptedSocket(socket, chosen);
    }

    // The protocol prescribes SHA-1; nothing is kept secret by it.
    [System.Diagnostics.CodeAnalysis.SuppressMessage("Security", "CA5350", Justification = "RFC 6455 prescribes SHA-1.")]
    private static byte[] Hash(string key) => SHA1.HashData(Encoding.ASCII.GetBytes(key + AcceptSuffix));
}
