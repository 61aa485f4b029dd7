using System.Collections.Concurrent;
using Xunit.Abstractions;

namespace PodTools.Tests.Faults;

/// <summary>
/// The table of faults: what each cmdlet makes of each fault on the way to the cluster. What is expected stands in
/// <c>Outcomes.txt</c>, row by row, so that no outcome changes unnoticed.
/// </summary>
public sealed class FaultTableTests(FaultCluster cluster, ITestOutputHelper output) : IClassFixture<FaultCluster>
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(2);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private static readonly ConcurrentDictionary<FaultCase, Lazy<Task<FaultOutcome>>> Usual = [];

    public static TheoryData<string> Faults => [.. Enum.GetNames<RelayFault>()];

    [Theory]
    [MemberData(nameof(Faults))]
    public async Task Each_cmdlet_meets_the_fault_as_the_table_says(string name)
    {
        using var limit = new CancellationTokenSource(Limit);
        var fault = Enum.Parse<RelayFault>(name);
        var outcomes = new FaultOutcome[FaultCase.All.Count];
        var usual = new FaultOutcome[outcomes.Length];
        var parallel = new ParallelOptions { MaxDegreeOfParallelism = 8, CancellationToken = limit.Token };
        await Parallel.ForAsync(0, outcomes.Length, parallel, async (i, stop) =>
        {
            usual[i] = await Usual.GetOrAdd(FaultCase.All[i], tried => new(() => TryAsync(tried, RelayFault.None, stop))).Value;
            outcomes[i] = fault == RelayFault.None ? usual[i] : await TryAsync(FaultCase.All[i], fault, stop);
        });

        var rows = outcomes.Select((outcome, i) => outcome.Describe(FaultCase.All[i].Name, usual[i])).ToList();
        output.WriteLine(name);
        for (var i = 0; i < rows.Count; i++)
        {
            output.WriteLine(rows[i]);
            if (outcomes[i].Message is { } message)
            {
                output.WriteLine($"      {message}");
            }
        }

        Assert.All(outcomes.Zip(FaultCase.All), row => Assert.True(!row.Second.Once || row.First.Done <= 1, $"{row.Second.Name} was carried out {row.First.Done} times"));
        Assert.Equal(Expected(name), rows);
    }

    private static List<string> Expected(string fault) =>
        [.. File.ReadLines(Path.Combine(Recordings.Root, "tests", "PodTools.Tests", "Faults", "Outcomes.txt"))
            .SkipWhile(line => line != fault).Skip(1).TakeWhile(line => line.StartsWith(' '))];

    private async Task<FaultOutcome> TryAsync(FaultCase tried, RelayFault fault, CancellationToken stop)
    {
        await using var stage = await FaultStage.SetAsync(cluster, tried, fault);
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(stop);
        patience.CancelAfter(Patience);
        return await Task.Factory.StartNew(() => stage.Run(patience.Token), stop, TaskCreationOptions.LongRunning, TaskScheduler.Default);
    }
}
