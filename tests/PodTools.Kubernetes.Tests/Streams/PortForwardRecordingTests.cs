using System.Net;
using System.Net.Sockets;
using System.Net.WebSockets;
using System.Text.Json.Nodes;
using PodTools.Kubernetes.Streams;
using PodTools.Tests;

namespace PodTools.Kubernetes.Tests.Streams;

/// <summary>Plays what a real server sent through a forwarded port, and looks at what a client gets.</summary>
public class PortForwardRecordingTests
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(1);

    [Theory]
    [InlineData("61-port-forward-http.json")]
    [InlineData("62-port-forward-http-404.json")]
    public async Task A_recorded_reply_arrives_byte_for_byte(string name)
    {
        await using var session = await StartAsync(name);
        using var client = new TcpClient();
        await client.ConnectAsync(IPAddress.Loopback, session.LocalPort).WaitAsync(Limit);
        using var received = new MemoryStream();
        await client.GetStream().CopyToAsync(received).WaitAsync(Limit);

        Assert.Equal(Reply(name), received.ToArray());
        Assert.Null(session.LastError);
    }

    [Fact]
    public async Task A_recorded_refusal_is_reported_in_its_words()
    {
        await using var session = await StartAsync("63-port-forward-refused.json");
        using var client = new TcpClient();
        try
        {
            await client.ConnectAsync(IPAddress.Loopback, session.LocalPort).WaitAsync(Limit);
        }
        catch (SocketException)
        {
            // Refused so fast that connecting already shows it.
        }

        await Deadline.UntilAsync(() => session.LastError is not null);
        Assert.Equal(StreamReason.PortForwardFailed, session.LastError!.Reason);
        Assert.Contains("connection refused", session.LastError.Message, StringComparison.Ordinal);
    }

    private static async Task<PodPortForward> StartAsync(string name) =>
        (await PortForwarder.StartAsync(
            (_, _, _) => Task.FromResult(Play(name)), new FakeTarget(FakePodPort.PodOf("1")), [PortSpec.Parse(":80")], ["127.0.0.1"], TimeProvider.System, default))[0];

    private static WebSocket Play(string name)
    {
        var pair = SocketPair.Open("v4.channel.k8s.io");
        _ = PlayAsync(pair, name);
        return pair.Client;
    }

    private static async Task PlayAsync(SocketPair pair, string name)
    {
        try
        {
            foreach (var frame in Frames(name))
            {
                if ((int)frame["opcode"]! != 2)
                {
                    await pair.Server.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, null, default);
                    return;
                }

                await pair.Server.SendAsync(Convert.FromBase64String((string)frame["base64"]!), WebSocketMessageType.Binary, true, default);
            }
        }
        catch (WebSocketException)
        {
            // The client under test has left before the end of the recording.
        }
    }

    private static byte[] Reply(string name) =>
        Frames(name)
            .Where(frame => (int)frame["opcode"]! == 2)
            .Select(frame => Convert.FromBase64String((string)frame["base64"]!))
            .Where(bytes => bytes[0] == 0)
            .Skip(1)
            .SelectMany(bytes => bytes[1..])
            .ToArray();

    private static IEnumerable<JsonNode> Frames(string name) =>
        Recordings.Read($"streams/{name}")["frames"]!.AsArray().Select(frame => frame!).Where(frame => (string?)frame["from"] == "server");
}
