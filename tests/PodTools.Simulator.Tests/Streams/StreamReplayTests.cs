using System.Collections.Concurrent;
using System.Net.WebSockets;
using System.Text.Json.Nodes;
using PodTools.Simulator.Tests.Support;
using PodTools.Tests;
using Xunit.Abstractions;

namespace PodTools.Simulator.Tests.Streams;

/// <summary>Every recorded exec, attach and port-forward, played to the simulator frame by frame.</summary>
[Collection(Alone.Name)]
public sealed class StreamReplayTests(ITestOutputHelper output)
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    [Fact]
    public async Task Streams_are_the_recorded_ones_or_accepted_differences()
    {
        var viewer = new PodSimulatorUser("viewer", [new PodSimulatorRule(["get", "list", "watch"], ["pods"]) { Namespace = "default" }]);
        await using var simulator = await PodSimulator.StartAsync(
            new PodSimulatorOptions { Users = new Dictionary<string, PodSimulatorUser> { ["viewer"] = viewer } });
        using var client = new SimulatorClient(simulator);
        await StreamSeeds.CreateAsync(simulator, client);
        var accepted = ReadDifferences();
        var wrong = new ConcurrentBag<string>();

        // Most of the time of a recording is waiting, so several are played at a time.
        var names = Recordings.Names("streams").Select(name => Path.GetFileNameWithoutExtension(name));
        await Parallel.ForEachAsync(names, new ParallelOptions { MaxDegreeOfParallelism = 4 }, async (name, _) =>
        {
            using var own = new SimulatorClient(simulator);
            var difference = await ReplayAsync(own, simulator.Token, Recordings.Read($"streams/{name}.json").AsObject());
            if ((difference is null) == accepted.Contains(name))
            {
                wrong.Add(difference is null ? $"{name} is accepted as different and is not" : $"{name}\n{difference}");
            }
        });
        foreach (var line in wrong)
        {
            output.WriteLine(line);
        }

        Assert.Empty(wrong.Select(text => text.Split('\n')[0]));
    }

    private static async Task<string?> ReplayAsync(SimulatorClient client, string token, JsonObject recording)
    {
        var request = recording["request"]!.AsObject();
        client.Token = (string?)request["as"] switch { null => token, "bad-token" => "nonsense", var user => user };
        var protocols = request["protocols"] as JsonArray;
        using var answer = await client.UpgradeAsync(
            (string)request["path"]!, (protocols ?? []).Select(protocol => (string)protocol!), upgrade: protocols is not null);
        var upgrade = recording["upgrade"]!.AsObject();
        if ((int)answer.StatusCode != (int)upgrade["status"]!)
        {
            return $"status {(int)answer.StatusCode} instead of {(int)upgrade["status"]!}";
        }

        if ((int)answer.StatusCode != 101)
        {
            var body = await answer.Content.ReadAsStringAsync();
            var expected = upgrade["body"] is JsonObject json ? json.ToJsonString() : (string?)upgrade["body"] ?? "";
            return Normal(body) == Normal(expected) ? null : $"  recorded:  {expected}\n  simulated: {body}";
        }

        var protocol = answer.Headers.TryGetValues("Sec-WebSocket-Protocol", out var values) ? values.Single() : "";
        if (protocol != ((string?)upgrade["protocol"] ?? ""))
        {
            return $"protocol {protocol}";
        }

        using var socket = WebSocket.CreateFromStream(await answer.Content.ReadAsStreamAsync(), new WebSocketCreationOptions());
        var (recorded, simulated) = (Recorded(recording), new StreamTranscript());
        await PlayAsync(socket, recording, recorded.Size, simulated);
        var ticks = new[] { "/ticker/", "command=while" }.Any(((string)request["path"]!).Contains);
        var (left, right) = ($"{recorded.First}\n{recorded.Text(ticks, simulated)}", $"{simulated.First}\n{simulated.Text(ticks, recorded)}");
        return left == right ? null : $"  recorded:  {left}\n  simulated: {right}";
    }

    private static StreamTranscript Recorded(JsonObject recording)
    {
        var transcript = new StreamTranscript();
        foreach (var frame in ServerFrames(recording))
        {
            transcript.Add((int)frame["opcode"]!, Convert.FromBase64String((string)frame["base64"]!));
        }

        if (recording["channels"] is JsonObject channels)
        {
            transcript.AddSize(channels);
        }

        transcript.Close = recording["close"]?["code"]?.ToString();
        return transcript;
    }

    private static IEnumerable<JsonObject> ServerFrames(JsonObject recording) => recording["frames"]!.AsArray().OfType<JsonObject>()
        .Where(frame => (string?)frame["from"] == "server" && (int)frame["opcode"]! is 1 or 2 && frame["base64"] is not null);

    private static async Task PlayAsync(WebSocket socket, JsonObject recording, long expected, StreamTranscript transcript)
    {
        using var limit = new CancellationTokenSource(Patience);
        var receiving = ReceiveAsync(socket, transcript, limit.Token);
        double last = 0;
        long before = 0;
        var frames = recording["frames"]!.AsArray().OfType<JsonObject>().ToList();

        // A goodbye that answers the server's is the socket's own affair.
        foreach (var frame in frames.TakeWhile(frame => !((string?)frame["from"] == "server" && (int)frame["opcode"]! == 8)))
        {
            var at = (double)frame["at_ms"]!;
            if ((string?)frame["from"] == "server")
            {
                before += frame["base64"] is { } bytes ? Convert.FromBase64String((string)bytes!).Length : 0;
            }
            else if (!receiving.IsCompleted)
            {
                await UntilAsync(() => transcript.Size >= before || receiving.IsCompleted, 3000);
                await Task.WhenAny(receiving, Task.Delay(at - last > 300 ? 300 : 0));
                await SendAsync(socket, frame, limit.Token);
            }

            last = at;
        }

        var stops = recording["close"] is null;
        await UntilAsync(() => receiving.IsCompleted || (stops && transcript.Size >= expected), 8000);
        await limit.CancelAsync();
        await receiving;
    }

    private static async Task UntilAsync(Func<bool> condition, int milliseconds)
    {
        for (var deadline = DateTime.UtcNow.AddMilliseconds(milliseconds); !condition() && DateTime.UtcNow < deadline;)
        {
            await Task.Delay(5);
        }
    }

    private static async Task SendAsync(WebSocket socket, JsonObject frame, CancellationToken cancellation)
    {
        var bytes = Convert.FromBase64String((string)frame["base64"]!);
        try
        {
            await ((int)frame["opcode"]! switch
            {
                1 => socket.SendAsync(bytes, WebSocketMessageType.Text, true, cancellation),
                2 => socket.SendAsync(bytes, WebSocketMessageType.Binary, true, cancellation),
                8 => socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, "", cancellation),
                _ => Task.CompletedTask,
            });
        }
        catch (Exception error) when (error is WebSocketException or OperationCanceledException)
        {
            // The server has closed, as the recorded one had.
        }
    }

    private static async Task ReceiveAsync(WebSocket socket, StreamTranscript transcript, CancellationToken cancellation)
    {
        var buffer = new byte[256 * 1024];
        try
        {
            while (true)
            {
                var length = 0;
                ValueWebSocketReceiveResult result;
                do
                {
                    result = await socket.ReceiveAsync(buffer.AsMemory(length), cancellation);
                    length += result.Count;
                }
                while (!result.EndOfMessage);
                if (result.MessageType == WebSocketMessageType.Close)
                {
                    transcript.Close = ((int)socket.CloseStatus!).ToString(System.Globalization.CultureInfo.InvariantCulture);
                    await socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, "", cancellation);
                    return;
                }

                transcript.Add(result.MessageType == WebSocketMessageType.Text ? 1 : 2, buffer.AsSpan(0, length));
            }
        }
        catch (Exception error) when (error is WebSocketException or OperationCanceledException)
        {
            // The recording stopped here.
        }
    }

    private static string Normal(string body) =>
        body.StartsWith('{') ? JsonNode.Parse(body)!.ToJsonString() : body.Trim();

    private static HashSet<string> ReadDifferences() =>
        [.. File.ReadLines(Path.Combine(Recordings.Root, "tests", "PodTools.Simulator.Tests", "Streams", "StreamDifferences.txt"))
            .Where(line => line.Length > 0 && !line.StartsWith('#'))];
}
