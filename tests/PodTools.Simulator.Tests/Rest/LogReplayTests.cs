using System.Text;
using System.Text.Json.Nodes;
using PodTools.Simulator.Tests.Support;
using PodTools.Tests;

namespace PodTools.Simulator.Tests.Rest;

/// <summary>Recorded requests for logs, sent to a node whose containers wrote the recorded lines at the recorded times.</summary>
public sealed class LogReplayTests
{
    private static readonly TimeSpan Step = TimeSpan.FromMilliseconds(100);

    private static readonly DateTimeOffset Start = new(2026, 11, 21, 2, 54, 20, TimeSpan.Zero);

    /// <summary>The files of the recordings that are of logs.</summary>
    internal static IReadOnlyList<string> Cases { get; } =
        [.. Recordings.Names("rest").Where(file => string.CompareOrdinal(file[..3], "366") >= 0 && string.CompareOrdinal(file[..3], "409") <= 0)];

    [Fact]
    public async Task Every_answer_is_the_recorded_one()
    {
        var clock = new ManualClock(Start);
        await using var simulator = await PodSimulator.StartAsync(new PodSimulatorOptions { TimeProvider = clock });
        using var pods = new PodWatcher(simulator, "rec-rest");
        await pods.Client.JsonAsync("POST", "/api/v1/namespaces", JsonNode.Parse("""{"metadata":{"name":"rec-rest"}}"""), 201);
        await PlayAsync(simulator, clock, pods);
        var replay = new RestReplay(simulator, pods.Client);
        var report = new StringBuilder();
        foreach (var file in Cases)
        {
            if (await replay.RunAsync(file) is { } difference)
            {
                report.AppendLine($"{file} differs: {difference}");
            }
        }

        Assert.True(report.Length == 0, report.ToString());
    }

    private static async Task PlayAsync(PodSimulator simulator, ManualClock clock, PodWatcher pods)
    {
        simulator.SetImage(new SimulatedImage("idle"));
        simulator.SetImage(new SimulatedImage("writer") { ExitAfter = TimeSpan.FromSeconds(15) });
        simulator.SetImage(new SimulatedImage("a") { LogLines = ["from a"] });
        simulator.SetImage(new SimulatedImage("init") { LogLines = ["from init"], ExitAfter = TimeSpan.Zero });
        simulator.SetImage(new SimulatedImage("crash") { LogLines = ["run 1795229670"], ExitCode = 1 });
        simulator.SetImage(new SimulatedImage("once") { LogLines = ["first run"], ExitCode = 1 });
        simulator.SetImage(new SimulatedImage("absent") { PullError = "not found" });

        await CreateAsync(pods, "lg", "writer", "\"restartPolicy\":\"Never\",");
        await UntilAsync("lg", pod => pod.State == "Running");
        foreach (var line in RecordedLines())
        {
            clock.Advance(line.Time - clock.GetUtcNow());
            await WriteAsync(simulator, pods, "lg", line.Text == "to stderr\n" ? 2 : 1, Encoding.UTF8.GetBytes(line.Text));
        }

        await UntilAsync("lg", pod => pod.Status?.Phase == "Succeeded");
        await CreateAsync(pods, "lgonce", "once");
        await UntilAsync("lgonce", pod => pod.State == "Error");
        simulator.SetImage(new SimulatedImage("once") { LogLines = ["second run"] });
        await UntilAsync("lgonce", pod => pod.State == "Running" && pod.Restarts == 1);
        await CreateAsync(pods, "lgcrash", "crash");
        await UntilAsync("lgcrash", pod => pod.Restarts == 1 && pod.State == "CrashLoopBackOff");
        await CreateAsync(pods, "lgrun", "idle");
        await CreateAsync(pods, "lgempty", "idle");
        await CreateAsync(pods, "lgbin", "idle");
        await CreateAsync(pods, "lg2", "a", "\"initContainers\":[{\"name\":\"i\",\"image\":\"init\"}],", ",{\"name\":\"b\",\"image\":\"idle\"}", "a");
        await CreateAsync(pods, "lginit", "idle", "\"initContainers\":[{\"name\":\"i\",\"image\":\"idle\"}],");
        await CreateAsync(pods, "lgpend", "idle", "\"nodeSelector\":{\"disk\":\"none-such\"},");
        foreach (var name in (string[])["lgrun", "lgempty", "lgbin", "lg2"])
        {
            await UntilAsync(name, pod => pod.State == "Running");
        }

        // The recorder read the lines as text: what it had written ended some of them with CR LF.
        await WriteAsync(simulator, pods, "lgbin", 1, [0xFF, 0x00, 0xFE, .. " bytes\nhéllo\nwin\n\n\nafter blank\n"u8]);
        await CreateAsync(pods, "lgwait", "absent");
        await UntilAsync("lgwait", pod => pod.State == "ErrImagePull");

        Task UntilAsync(string name, Func<Pod, bool> condition) => pods.StepUntilAsync(clock, Step, name, condition);
    }

    private static IEnumerable<(DateTimeOffset Time, string Text)> RecordedLines()
    {
        var text = (string)Recordings.Read("rest/367-log-timestamps.json")["response"]!["body"]!;
        foreach (var line in text.Split('\n'))
        {
            var space = line.IndexOf(' ', StringComparison.Ordinal);
            var ending = line.EndsWith("at the end", StringComparison.Ordinal) ? "" : "\n";
            yield return (DateTimeOffset.Parse(line[..space], System.Globalization.CultureInfo.InvariantCulture), line[(space + 1)..] + ending);
        }
    }

    private static Task<JsonObject> CreateAsync(PodWatcher pods, string name, string image, string more = "", string others = "", string container = "main") =>
        pods.CreateAsync($$$"""{"metadata":{"name":"{{{name}}}"},"spec":{{{{more}}}"containers":[{"name":"{{{container}}}","image":"{{{image}}}"}{{{others}}}]}}""");

    private static Task<bool> WriteAsync(PodSimulator simulator, PodWatcher pods, string name, int stream, byte[] bytes) =>
        simulator.Node.LookAsync(pods.Get(name).Metadata!.Uid!, worker =>
        {
            worker!.Containers[0].Log(previous: false)!.Write(stream, bytes);
            return true;
        });
}
