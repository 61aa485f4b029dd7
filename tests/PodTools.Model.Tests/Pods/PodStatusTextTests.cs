using System.Globalization;
using System.Text.Json.Nodes;

namespace PodTools.Tests.Pods;

/// <summary>The columns of a pod are those that a real server printed for it.</summary>
public sealed class PodStatusTextTests
{
    public static TheoryData<string> RowCases() => [.. Recordings.Read("rows.json").AsArray().Select(row => (string)row!["case"]!)];

    public static TheoryData<string> LifecycleCases() => [.. Recordings.Names("lifecycle")];

    [Theory]
    [MemberData(nameof(RowCases))]
    public void A_recorded_row_is_printed_as_the_server_printed_it(string name)
    {
        var recorded = Recordings.Read("rows.json").AsArray().Single(row => (string)row!["case"]! == name)!;
        var pod = KubernetesJson.Deserialize<Pod>(recorded["pod"]!);
        var now = DateTimeOffset.Parse((string)recorded["now"]!, CultureInfo.InvariantCulture);

        Assert.Equal(Columns(recorded["row"]!.AsObject()), Columns(Row(pod, now), recorded["row"]!.AsObject()));
    }

    [Theory]
    [MemberData(nameof(LifecycleCases))]
    public void A_recorded_life_is_printed_as_the_server_printed_it(string name)
    {
        var recorded = Recordings.Read($"lifecycle/{name}");
        var start = DateTimeOffset.Parse((string)recorded["startedAt"]!, CultureInfo.InvariantCulture);
        var pods = recorded["events"]!.AsArray()
            .Select(change => change!["event"]!["object"]!)
            .ToLookup(pod => (string)pod["metadata"]!["resourceVersion"]!);
        var compared = 0;
        foreach (var printed in recorded["rows"]!.AsArray().Where(row => row!["row"] is not null))
        {
            foreach (var json in pods[(string)printed!["resourceVersion"]!])
            {
                var pod = KubernetesJson.Deserialize<Pod>(json);
                var expected = Columns(printed["row"]!.AsObject(), "AGE");
                var actual = Columns(Row(pod, start.AddMilliseconds((double)printed["at_ms"]!)), printed["row"]!.AsObject(), "AGE");
                Assert.True(WithoutClock(expected) == WithoutClock(actual), $"at {printed["at_ms"]} ms: {expected} is printed as {actual}");
                compared++;
            }
        }

        Assert.True(compared > 0, "No row belongs to a recorded pod.");
    }

    /// <summary>Where servers from 1.33 on, whose pods have a generation, print another thing than the one that was recorded.</summary>
    [Theory]
    [InlineData("Succeeded", null, "Terminating", "0 (60s ago)")]
    [InlineData("Succeeded", 2L, "Completed", "0")]
    [InlineData("Failed", 2L, "Completed", "0")]
    [InlineData("Running", 2L, "Terminating", "0")]
    public void A_finished_pod_that_only_finalizers_hold_is_printed_as_the_server_of_its_time_does(string phase, long? generation, string state, string restarts)
    {
        var end = new ContainerStateTerminated { ExitCode = 0, Reason = "Completed", FinishedAt = DateTimeOffset.UnixEpoch };
        var text = new PodStatusText(new Pod
        {
            Metadata = new() { Generation = generation, DeletionTimestamp = DateTimeOffset.UnixEpoch },
            Status = new()
            {
                Phase = phase,
                InitContainerStatuses = [new() { Name = "init", RestartCount = 1, State = new() { Terminated = end }, LastState = new() { Terminated = end } }],
                ContainerStatuses = [new() { Name = "main", State = new() { Terminated = end } }],
            },
        });

        Assert.Equal((state, restarts), (text.State, text.RestartsText(DateTimeOffset.UnixEpoch.AddMinutes(1))));
    }

    /// <summary>The clocks of recorder and server differ by a second; how often matters here, and whether there is a time.</summary>
    private static string WithoutClock(string columns) =>
        System.Text.RegularExpressions.Regex.Replace(columns, @"\(\d+m?\d*s? ago\)", "(ago)");

    private static Dictionary<string, string> Row(Pod pod, DateTimeOffset now)
    {
        var text = new PodStatusText(pod);
        return new()
        {
            ["NAME"] = pod.Name!,
            ["READY"] = text.Ready,
            ["STATUS"] = text.State,
            ["RESTARTS"] = text.RestartsText(now),
            ["AGE"] = text.Age(now),
            ["IP"] = pod.IPText,
            ["NODE"] = pod.NodeText,
            ["NOMINATED NODE"] = pod.NominatedNodeText,
            ["READINESS GATES"] = text.ReadinessGates(),
        };
    }

    private static string Columns(JsonObject row, string except = "") =>
        string.Join(" | ", row.Where(column => column.Key != except).Select(column => $"{column.Key}: {column.Value}"));

    private static string Columns(Dictionary<string, string> row, JsonObject like, string except = "") =>
        string.Join(" | ", like.Where(column => column.Key != except).Select(column => $"{column.Key}: {row[column.Key]}"));
}
