using System.Security.Cryptography;
using System.Text;

namespace PodTools.Kubernetes.Tests;

/// <summary>The server's half of the opening handshake of a WebSocket.</summary>
internal static class WebSocketSwitch
{
    internal static async Task AnswerAsync(ScriptedRequest request, Stream stream, string protocol, CancellationToken stop)
    {
#pragma warning disable CA5350
        var accept = Convert.ToBase64String(SHA1.HashData(Encoding.ASCII.GetBytes(request.Header("Sec-WebSocket-Key") + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11")));
#pragma warning restore CA5350
        var head = $"HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Accept: {accept}\r\nSec-WebSocket-Protocol: {protocol}\r\n\r\n";
        await stream.WriteAsync(Encoding.ASCII.GetBytes(head), stop);
    }
}
