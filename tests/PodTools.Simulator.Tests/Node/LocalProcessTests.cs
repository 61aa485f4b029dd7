using PodTools.Simulator.Node.Processes;

namespace PodTools.Simulator.Tests.Node;

/// <summary>What a process on this machine writes.</summary>
public sealed class LocalProcessTests
{
    [Fact(Timeout = 60_000)]
    public async Task Arrives_whole_however_long_its_reader_is_busy()
    {
        const int Written = 65_536;
        var read = 0;
        var process = LocalProcess.Start(new ProcessCommand("/bin/sh", ["sh", "-c", $"head -c {Written} /dev/zero"])
        {
            Environment = new Dictionary<string, string> { ["PATH"] = "/usr/bin:/bin" },
            Output = async (_, bytes) =>
            {
                // Longer than what holds a pipe open after the process is waited for.
                await Task.Delay(read == 0 ? TimeSpan.FromSeconds(1.5) : TimeSpan.Zero);
                read += bytes.Length;
            },
        });
        await using (process)
        {
            Assert.Equal(0, (await process.Exit).Code);
            Assert.Equal(Written, read);
        }
    }

    [Fact(Timeout = 60_000)]
    public async Task Ends_although_something_that_it_left_behind_holds_on()
    {
        var process = LocalProcess.Start(new ProcessCommand("/bin/sh", ["sh", "-c", "setsid sleep 60 & echo said"])
        {
            Environment = new Dictionary<string, string> { ["PATH"] = "/usr/bin:/bin" },
            Output = (_, _) => ValueTask.CompletedTask,
        });
        await using (process)
        {
            Assert.Equal(0, (await process.Exit.WaitAsync(TimeSpan.FromSeconds(30))).Code);
        }
    }
}
