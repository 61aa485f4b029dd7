using PodTools.Commands;
using PodTools.Pipeline;

namespace PodTools.Tests.Commands;

/// <summary>What Get-PodLog says about a log besides its lines.</summary>
public sealed class LogRemarkTests : SimulatorTests
{
    [Fact]
    public void Remarks_are_entries_among_the_lines()
    {
        var entries = Follow(Restarting()).Output.Cast<PodLogEntry>().ToList();

        Assert.Contains(entries, entry => entry.Kind == PodLogEntryKind.Restart);
        Assert.Equal(PodLogEntryKind.Deleted, entries[^1].Kind);
    }

    [Fact]
    public void Remarks_are_warnings_where_only_text_is_wanted()
    {
        var recorded = Follow(Restarting().With(nameof(GetPodLogCommand.Raw)));

        Assert.All(recorded.Output, line => Assert.Equal("run", line));
        AssertWarned(recorded);
    }

    [Fact]
    public void Remarks_are_warnings_where_only_bytes_are_wanted()
    {
        var recorded = Follow(Restarting().With(nameof(GetPodLogCommand.AsByteStream)));

        Assert.All(recorded.Output, block => Assert.Equal("run\n"u8.ToArray(), block));
        AssertWarned(recorded);
    }

    [Fact]
    public async Task A_file_has_each_line_at_once_and_remarks_are_warnings()
    {
        var path = Path.Combine(Path.GetTempPath(), $"{Name}.log");
        try
        {
            var command = Restarting(path);
            var following = Task.Run(() => Run(command));
            while (!following.IsCompleted && !(File.Exists(path) && Read(path).StartsWith("run\nrun\n", StringComparison.Ordinal)))
            {
                await Task.Delay(20);
            }

            Remove();
            var recorded = await following;

            Assert.Empty(recorded.Output);
            Assert.StartsWith("run\nrun\n", Read(path), StringComparison.Ordinal);
            AssertWarned(recorded);
        }
        finally
        {
            File.Delete(path);
        }
    }

    [Fact]
    public void What_a_log_waits_for_that_has_not_begun_is_shown_until_it_begins()
    {
        Simulator.SetImage(new SimulatedImage("late") { LogLines = ["begun"], ExitAfter = TimeSpan.FromSeconds(1) });
        var pod = (Pod)Run(new NewPodCommand { Name = "late", Image = "late", RestartPolicy = "Never", Context = Name }).Output.Single();

        var recorded = Run(new GetPodLogCommand { Pod = [pod] }.With(nameof(GetPodLogCommand.Follow)));

        Assert.Equal(["begun"], recorded.Output.Select(entry => entry!.ToString()));
        Assert.Equal([false, true], recorded.ProgressShown.Select(each => each.Completed));
        Assert.StartsWith("default/late has yet to start: ", recorded.ProgressShown[0].Status, StringComparison.Ordinal);
    }

    private static void AssertWarned(RecordingPipeline recorded)
    {
        Assert.Contains(recorded.Warnings, warning => warning.Contains("of pod 'again' was restarted (restart 1)", StringComparison.Ordinal));
        Assert.Contains("deleted: the log of container 'again' ends here", recorded.Warnings[^1], StringComparison.Ordinal);
    }

    /// <summary>The file as somebody else sees it while it is written.</summary>
    private static string Read(string path)
    {
        using var reader = new StreamReader(new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite));
        return reader.ReadToEnd();
    }

    /// <summary>Follows the log of a pod that writes a line and fails, again and again.</summary>
    private PodCmdlet Restarting(string? file = null)
    {
        var pod = (Pod)Run(new NewPodCommand { Name = "again", Image = "busybox", Command = ["sh", "-c", "echo run; sleep 1; exit 1"], Context = Name }).Output.Single();
        return new GetPodLogCommand { Pod = [pod], OutFile = file }.With(nameof(GetPodLogCommand.Follow));
    }

    /// <summary>Follows until the second run has written its line, and then removes the pod, which ends its log.</summary>
    private RecordingPipeline Follow(PodCmdlet command)
    {
        var runs = 0;
        var pipeline = new RecordingPipeline
        {
            Written = output =>
            {
                if (output is byte[] or string or PodLogEntry { Kind: PodLogEntryKind.Line } && ++runs == 2)
                {
                    Remove();
                }
            },
        };
        using var patience = new CancellationTokenSource(TimeSpan.FromMinutes(1));
        pipeline.Run(command, patience.Token);
        Assert.Empty(pipeline.Errors);
        return pipeline;
    }

    private void Remove() => Run(new RemovePodCommand { Name = ["again"], GracePeriod = 1, Context = Name });
}
