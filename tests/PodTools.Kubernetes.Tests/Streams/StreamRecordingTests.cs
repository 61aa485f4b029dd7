using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using PodTools.Kubernetes.Streams;
using PodTools.Tests;

namespace PodTools.Kubernetes.Tests.Streams;

/// <summary>Plays what a real server sent in exec and attach, and looks at what becomes of it.</summary>
public class StreamRecordingTests
{
    private static readonly TimeSpan Deadline = TimeSpan.FromMinutes(1);

    public static TheoryData<string> Commands()
    {
        var data = new TheoryData<string>();
        foreach (var name in Recordings.Names("streams").Where(name => name.Contains("-exec-") || name.Contains("-attach-")))
        {
            var protocol = (string?)Recordings.Read($"streams/{name}")["upgrade"]!["protocol"];
            if (protocol is "v4.channel.k8s.io" or "v5.channel.k8s.io" && Frames(name).All(frame => frame["base64"] is not null))
            {
                data.Add(name);
            }
        }

        return data;
    }

    [Theory]
    [MemberData(nameof(Commands))]
    public async Task Every_recorded_byte_arrives_and_only_a_status_makes_an_exit_code(string name)
    {
        var expected = Expected.Of(name);
        using var pair = SocketPair.Open("v4.channel.k8s.io");
        await using var process = new RemoteProcess(pair.Client, new ExecOptions());
        var output = ReadAsync(process.StandardOutput);
        var errorOutput = ReadAsync(process.StandardError);
        await PlayAsync(pair, name);

        Assert.Equal(expected.Output, await output.WaitAsync(Deadline));
        Assert.Equal(expected.ErrorOutput, await errorOutput.WaitAsync(Deadline));
        var exit = await process.Exit.WaitAsync(Deadline);
        Assert.Equal(expected.ExitCode, exit.ExitCode);
        Assert.Equal(expected.ExitCode is null, exit.Error is not null);
    }

    [Theory]
    [InlineData("08-exec-command-not-found.json", StreamReason.CommandNotFound)]
    [InlineData("09-exec-command-not-executable.json", StreamReason.CommandNotExecutable)]
    [InlineData("31-exec-no-command.json", StreamReason.CommandNotStarted)]
    [InlineData("26-exec-client-leaves.json", KubernetesReason.ConnectionLost)]
    public async Task Each_way_to_fail_has_its_own_reason(string name, string reason)
    {
        using var pair = SocketPair.Open("v4.channel.k8s.io");
        await using var process = new RemoteProcess(pair.Client, new ExecOptions());
        await PlayAsync(pair, name);

        Assert.Equal(reason, (await process.Exit.WaitAsync(Deadline)).Error!.Reason);
    }

    [Fact]
    public async Task Killed_shows_the_signal()
    {
        using var pair = SocketPair.Open("v4.channel.k8s.io");
        await using var process = new RemoteProcess(pair.Client, new ExecOptions());
        await PlayAsync(pair, "07-exec-killed.json");

        Assert.Equal(9, (await process.Exit.WaitAsync(Deadline)).Signal);
    }

    [Theory]
    [InlineData("27-exec-unknown-container.json", StreamReason.ContainerNotFound)]
    [InlineData("34-exec-missing-pod.json", "NotFound")]
    [InlineData("35-exec-completed-pod.json", StreamReason.ContainerNotRunning)]
    [InlineData("36-exec-pending-pod.json", StreamReason.PodNotRunning)]
    [InlineData("37-exec-waiting-container.json", StreamReason.ContainerNotRunning)]
    [InlineData("38-exec-forbidden.json", "Forbidden")]
    [InlineData("39-exec-unauthorized.json", "Unauthorized")]
    [InlineData("56-attach-completed.json", StreamReason.ContainerNotRunning)]
    [InlineData("71-port-forward-completed.json", StreamReason.PodCompleted)]
    public void Each_refusal_has_its_own_reason(string name, string reason)
    {
        var upgrade = Recordings.Read($"streams/{name}")["upgrade"]!;
        var status = upgrade["body"] is JsonObject body
            ? KubernetesJson.Deserialize<Status>(body)
            : new Status { Reason = "InternalError", Message = (string?)upgrade["body"] };
        var refused = new KubernetesException(status, (HttpStatusCode)(int)upgrade["status"]!);

        Assert.Equal(reason, StreamFailure.ToOpen(refused).Reason);
    }

    [Fact]
    public async Task A_mebibyte_in_the_recorded_frame_sizes_arrives_unchanged()
    {
        const string Name = "24-exec-1-mib.json";
        using var pair = SocketPair.Open("v4.channel.k8s.io");
        await using var process = new RemoteProcess(pair.Client, new ExecOptions { Stderr = false });
        var output = ReadAsync(process.StandardOutput);
        var random = new Random(24);
        using var sent = new MemoryStream();
        foreach (var frame in Frames(Name).Where(frame => frame["size"] is not null))
        {
            var payload = new byte[(int)frame["size"]! - 1];
            random.NextBytes(payload);
            sent.Write(payload);
            await pair.SendAsync((byte)(int)frame["firstByte"]!, payload);
        }

        await pair.SendAsync(3, Encoding.UTF8.GetBytes("""{"metadata":{},"status":"Success"}"""));

        Assert.Equal(SHA256.HashData(sent.ToArray()), SHA256.HashData(await output.WaitAsync(Deadline)));
        Assert.True(sent.Length > 1_000_000);
    }

    private static IEnumerable<JsonNode> Frames(string name) =>
        (Recordings.Read($"streams/{name}")["frames"] as JsonArray ?? []).Select(frame => frame!);

    private static async Task PlayAsync(SocketPair pair, string name)
    {
        foreach (var frame in Frames(name).Where(frame => (string?)frame["from"] == "server"))
        {
            var bytes = Convert.FromBase64String((string)frame["base64"]!);
            if ((int)frame["opcode"]! == 2)
            {
                await pair.Server.SendAsync(bytes, System.Net.WebSockets.WebSocketMessageType.Binary, true, default);
            }
            else if ((int)frame["opcode"]! == 8)
            {
                await pair.Server.CloseOutputAsync(System.Net.WebSockets.WebSocketCloseStatus.NormalClosure, null, default);
                return;
            }
        }

        pair.Cut();
    }

    /// <summary>All bytes up to the end, or up to the error that a cut connection gives.</summary>
    private static async Task<byte[]> ReadAsync(Stream stream)
    {
        using var all = new MemoryStream();
        try
        {
            await stream.CopyToAsync(all);
        }
        catch (KubernetesException)
        {
            // What arrived before is what counts here.
        }

        return all.ToArray();
    }

    private sealed record Expected(byte[] Output, byte[] ErrorOutput, int? ExitCode)
    {
        public static Expected Of(string name)
        {
            var status = JsonNode.Parse(Encoding.UTF8.GetString(Payloads(name, 3)) is { Length: > 0 } text ? text : "{}")!;
            var exitCode = (string?)status["status"] == "Success" ? 0 : (int?)null;
            if ((string?)status["reason"] == "NonZeroExitCode")
            {
                exitCode = int.Parse((string)status["details"]!["causes"]![0]!["message"]!, System.Globalization.CultureInfo.InvariantCulture);
            }

            return new Expected(Payloads(name, 1), Payloads(name, 2), exitCode);
        }

        private static byte[] Payloads(string name, byte channel) =>
            Frames(name)
                .Where(frame => (string?)frame["from"] == "server" && (int)frame["opcode"]! == 2)
                .Select(frame => Convert.FromBase64String((string)frame["base64"]!))
                .Where(bytes => bytes.Length > 0 && bytes[0] == channel)
                .SelectMany(bytes => bytes[1..])
                .ToArray();
    }
}
