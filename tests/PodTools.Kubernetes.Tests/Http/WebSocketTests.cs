using System.Net.WebSockets;
using System.Text;

namespace PodTools.Kubernetes.Tests.Http;

public sealed class WebSocketTests
{
    private static readonly TestAuthority Authority = new();

    [Fact]
    public async Task A_connection_is_switched_and_carries_messages_both_ways()
    {
        await using var server = new ScriptedServer(Authority.Issue("localhost"), EchoAsync);
        using var connection = TestConnections.To(server, Authority);

        using var socket = await connection.OpenWebSocketAsync(new(HttpMethod.Get, "/exec"), ["v5.channel.k8s.io", "v4.channel.k8s.io"]);
        await socket.SendAsync("hello"u8.ToArray(), WebSocketMessageType.Binary, endOfMessage: true, default);
        var buffer = new byte[16];
        var received = await socket.ReceiveAsync(buffer.AsMemory(), default);

        Assert.Equal("v4.channel.k8s.io", socket.SubProtocol);
        Assert.Equal("hello", Encoding.UTF8.GetString(buffer, 0, received.Count));
        Assert.Equal("v5.channel.k8s.io, v4.channel.k8s.io", Assert.Single(server.Requests).Header("Sec-WebSocket-Protocol"));
    }

    [Fact]
    public async Task A_refused_switch_carries_the_status()
    {
        const string Body = """{"kind":"Status","message":"container x is not valid for pod p","reason":"BadRequest","code":400}""";
        await using var server = new ScriptedServer(Authority.Issue("localhost"), (_, stream, _) => ScriptedServer.WriteAsync(stream, 400, Body));
        using var connection = TestConnections.To(server, Authority);

        var refusal = await OpenAsync(connection);

        Assert.Equal("BadRequest", refusal.Reason);
        Assert.Equal("container x is not valid for pod p", refusal.Message);
    }

    [Theory]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n", "HTTP 200 instead of switching")]
    [InlineData("HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Accept: x\r\n\r\n", "another client's handshake")]
    public async Task A_server_that_does_not_speak_WebSocket_is_said_so(string answer, string words)
    {
        await using var server = new ScriptedServer(null, (_, stream, stop) => stream.WriteAsync(Encoding.ASCII.GetBytes(answer), stop).AsTask());
        using var connection = TestConnections.To(server, null);

        var refusal = await OpenAsync(connection);

        Assert.Equal(KubernetesReason.UpgradeRefused, refusal.Reason);
        Assert.Contains(words, refusal.Message, StringComparison.Ordinal);
    }

    private static Task<KubernetesException> OpenAsync(KubernetesConnection connection) => Assert.ThrowsAsync<KubernetesException>(
        () => connection.OpenWebSocketAsync(new(HttpMethod.Get, "/exec"), ["v5.channel.k8s.io", "v4.channel.k8s.io"]).WaitAsync(TimeSpan.FromMinutes(1)));

    private static async Task EchoAsync(ScriptedRequest request, Stream stream, CancellationToken stop)
    {
        await WebSocketSwitch.AnswerAsync(request, stream, "v4.channel.k8s.io", stop);
        using var socket = WebSocket.CreateFromStream(stream, new WebSocketCreationOptions { IsServer = true });
        var buffer = new byte[16];
        var received = await socket.ReceiveAsync(buffer.AsMemory(), stop);
        await socket.SendAsync(buffer.AsMemory(0, received.Count), WebSocketMessageType.Binary, true, stop);
        await socket.ReceiveAsync(buffer.AsMemory(), stop);
    }
}
