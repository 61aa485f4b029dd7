using System.Text;
using PodTools.Simulator.Tests.Support;
using PodTools.Tests;

namespace PodTools.Simulator.Tests.Rest;

/// <summary>The simulator against what a real API server answered, request by request.</summary>
public sealed class RestReplayTests
{
    [Fact]
    public async Task Every_answer_is_the_recorded_one_or_an_accepted_difference()
    {
        await using var simulator = await PodSimulator.StartAsync(new PodSimulatorOptions { Users = ReplaySeeds.Users, Nodes = 0, Version = "v1.27.16" });
        using var client = new SimulatorClient(simulator);
        var replay = new RestReplay(simulator, client);
        var accepted = AcceptedDifferences.Read();
        var report = new StringBuilder();
        foreach (var file in Recordings.Names("rest").Except(LogReplayTests.Cases))
        {
            var name = Path.GetFileNameWithoutExtension(file);
            var difference = await replay.RunAsync(file);
            if (difference is not null && !accepted.ContainsKey(name))
            {
                report.AppendLine($"{name} differs: {difference}");
            }
            else if (difference is null && accepted.TryGetValue(name, out var why))
            {
                report.AppendLine($"{name} matches and should leave the list ({why})");
            }
        }

        Assert.True(report.Length == 0, report.ToString());
    }
}
