using System.Net;
using System.Net.WebSockets;
using System.Security.Cryptography;
using System.Text;

namespace PodTools.Kubernetes;

/// <summary>The opening handshake of RFC 6455, carried by an ordinary HTTP/1.1 request.</summary>
internal sealed class WebSocketHandshake(IReadOnlyList<string> protocols)
{
    /// <summary>The first two bytes of a ping of a client without a payload: FIN and the opcode 9, then the mark of a mask and the length 0.</summary>
    private static readonly byte[] PingHead = [0x89, 0x80];

    private const string KeySuffix = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";

    private readonly string _key = Convert.ToBase64String(RandomNumberGenerator.GetBytes(16));

    internal void AddTo(HttpRequestMessage message)
    {
        message.Version = HttpVersion.Version11;
        message.VersionPolicy = HttpVersionPolicy.RequestVersionExact;
        message.Headers.Connection.Add("Upgrade");
        message.Headers.Upgrade.ParseAdd("websocket");
        message.Headers.TryAddWithoutValidation("Sec-WebSocket-Version", "13");
        message.Headers.TryAddWithoutValidation("Sec-WebSocket-Key", _key);
        message.Headers.TryAddWithoutValidation("Sec-WebSocket-Protocol", string.Join(", ", protocols));
    }

    internal async Task<WebSocket> CompleteAsync(HttpResponseMessage response, ConnectionOptions options, CancellationToken cancellationToken)
    {
        try
        {
            var protocol = Check(response);
            var stream = await response.Content.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false);
            var alive = new KeepAliveStream(stream, Ping, options.PingInterval, options.TimeProvider);
            return WebSocket.CreateFromStream(alive, new WebSocketCreationOptions { SubProtocol = protocol, KeepAliveInterval = Timeout.InfiniteTimeSpan });
        }
        catch
        {
            response.Dispose();
            throw;
        }
    }

    private static byte[] Ping() => [.. PingHead, .. RandomNumberGenerator.GetBytes(4)];

    private string Check(HttpResponseMessage response)
    {
        if (response.StatusCode != HttpStatusCode.SwitchingProtocols)
        {
            throw Refused($"the server answered HTTP {(int)response.StatusCode} instead of switching");
        }

        if (Header(response, "Sec-WebSocket-Accept") != ExpectedAccept())
        {
            throw Refused("the server answered another client's handshake");
        }

        var chosen = Header(response, "Sec-WebSocket-Protocol");
        return chosen is not null && protocols.Contains(chosen)
            ? chosen
            : throw Refused($"the server chose the protocol \"{chosen}\", offered were {string.Join(", ", protocols)}");
    }

    // SHA-1 is what the RFC prescribes, to tell a WebSocket server from others; nothing is protected by it.
    private string ExpectedAccept()
    {
#pragma warning disable CA5350
        return Convert.ToBase64String(SHA1.HashData(Encoding.ASCII.GetBytes(_key + KeySuffix)));
#pragma warning restore CA5350
    }

    private static string? Header(HttpResponseMessage response, string name) =>
        response.Headers.TryGetValues(name, out var values) ? string.Join(", ", values) : null;

    private static KubernetesException Refused(string why) => new(
        KubernetesReason.UpgradeRefused,
        $"The connection cannot be switched to a WebSocket: {why}. An API server older than 1.30, or a proxy in between, may not support it.");
}
