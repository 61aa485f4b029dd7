using System.Diagnostics;
using System.Text.Json.Nodes;
using PodTools.Kubernetes.Streams;
using Xunit.Abstractions;

namespace PodTools.Kubernetes.Tests.Load;

/// <summary>
/// Many clients, many watches and a long life: everybody gets the right answer, nothing is left behind, and no exception goes
/// unobserved. The figures are printed.
/// </summary>
[Collection(MeasuredAlone.Name)]
public sealed class LoadTests(ITestOutputHelper output) : IAsyncLifetime
{
    private const int Few = 20;
    private const long Slack = 20 << 20;

    private static readonly LoadSize Size = LoadSize.Current;
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(15);

    private readonly ManualClock _clock = new();
    private readonly Stopwatch _watch = Stopwatch.StartNew();
    private int _unobserved;
    private PodSimulator _simulator = null!;

    public async Task InitializeAsync()
    {
        // What tests before left behind is theirs.
        ProcessState.Take();
        TaskScheduler.UnobservedTaskException += Count;
        _simulator = await PodSimulator.StartAsync(new() { Name = "load", TimeProvider = _clock });
        _simulator.SetImage(new SimulatedImage("quick") { OnExec = _ => new SimulatedExecReply("hello") });
        _simulator.SetImage(new SimulatedImage("short") { ExitAfter = TimeSpan.FromSeconds(5), ExitCode = 1 });
        output.WriteLine(Size.ToString());
    }

    public async Task DisposeAsync()
    {
        await _simulator.DisposeAsync();
        TaskScheduler.UnobservedTaskException -= Count;
    }

    [Fact]
    public async Task Many_clients_at_once_each_get_their_own_answers()
    {
        using var connection = Connect();
        var pods = new PodClient(connection);
        await CreateAsync(pods, Size.Pods, "none");
        await pods.CreateAsync("default", SimulatedCluster.Manifest("runner", "default-scheduler", "quick"));
        await StepUntilAsync(async () => (await pods.GetAsync("default", "runner")).State == "Running");
        Tell("before", ProcessState.Take());
        await WorkAsync(pods, 0);
        var before = ProcessState.Take();
        Tell("after the first round", before);

        await WorkAsync(pods, 1);
        await WorkAsync(pods, 2);

        await AssertNothingLeftAsync(connection, before, "after the third round");
    }

    [Fact]
    public async Task Many_watches_all_see_every_change_and_leave_nothing_behind()
    {
        using var connection = Connect();
        var pods = new PodClient(connection);
        await pods.CreateAsync("default", SimulatedCluster.Manifest("pod"));
        await WatchAsync(pods, 5);
        var before = ProcessState.Take();
        Tell("before", before);

        await WatchAsync(pods, Size.Watches);

        await AssertNothingLeftAsync(connection, before, "after");
    }

    [Fact]
    public async Task Pods_come_and_go_and_restart_for_long_and_leave_nothing_behind()
    {
        using var connection = Connect();
        var pods = new PodClient(connection);
        using var stop = new CancellationTokenSource(Limit);
        var seen = 0;
        var watching = Enumerable.Range(0, 10).Select(_ => CountEachAsync(pods.WatchAsync("default", cancellationToken: stop.Token), () => Interlocked.Increment(ref seen))).ToList();
        await ChurnAsync(pods, Size.Churn / 4);
        var before = ProcessState.Take();
        Tell("after a quarter", before);

        await ChurnAsync(pods, Size.Churn * 3 / 4);

        connection.CloseOwnIdle();

        // Events live for an hour, and the history of changes is kept for slow watches: both grow to a limit.
        var after = await before.SettleAsync(Few, Few, Size.History);
        Tell($"after {Size.Churn.TotalMinutes} minutes, with {seen} changes seen", after);
        await stop.CancelAsync();
        await Task.WhenAll(watching).WaitAsync(TimeSpan.FromMinutes(1));
        AssertNothingLeft(before, after, Size.History);
    }

    private KubernetesConnection Connect() => new(KubeConfig.Load(_simulator.KubeConfig).Resolve(null));

    private static Task CreateAsync(PodClient pods, int count, string scheduler) => Parallel.ForEachAsync(
        Enumerable.Range(0, count),
        new ParallelOptions { MaxDegreeOfParallelism = 16 },
        async (i, stop) => await pods.CreateAsync("default", SimulatedCluster.Manifest($"pod-{i:00000}", scheduler), cancellationToken: stop));

    private async Task WorkAsync(PodClient pods, int round)
    {
        var begun = _watch.Elapsed;
        await Task.WhenAll(Enumerable.Range(0, Size.Workers).Select(i => Task.Run(async () =>
        {
            var name = $"pod-{i:00000}";
            Assert.Equal(Size.Pods + 1, (await pods.ListAsync("default").ToListAsync()).Count);
            Assert.Equal(name, (await pods.GetAsync("default", name)).Name);
            var patch = new JsonObject { ["metadata"] = new JsonObject { ["labels"] = new JsonObject { ["round"] = $"{round}" } } };
            Assert.Equal($"{round}", (await pods.PatchAsync("default", name, PatchType.Merge, patch)).Metadata!.Labels["round"]);
            var (result, _) = await ExecClient.CaptureAsync(await pods.GetAsync("default", "runner"), new ExecOptions { Command = ["hello"] }, null, null, null, default);
            Assert.Equal((0, "hello"), (result.ExitCode, result.Output));
        }))).WaitAsync(Limit);
        output.WriteLine($"{Size.Workers} at once: {(_watch.Elapsed - begun).TotalSeconds:0.0} s");
    }

    private async Task WatchAsync(PodClient pods, int count)
    {
        const int Changes = 20;
        var begun = _watch.Elapsed;
        using var stop = new CancellationTokenSource(Limit);
        var ready = new CountdownEvent(count);
        var watches = Enumerable.Range(0, count).Select(_ => SeeAsync(pods.WatchAsync("default", cancellationToken: stop.Token), ready)).ToList();
        await Task.Run(() => ready.Wait(stop.Token));
        output.WriteLine($"{count} watches are open after {(_watch.Elapsed - begun).TotalSeconds:0.0} s");
        for (var i = 1; i <= Changes; i++)
        {
            var patch = new JsonObject { ["metadata"] = new JsonObject { ["labels"] = new JsonObject { ["n"] = $"{i % Changes}" } } };
            await pods.PatchAsync("default", "pod", PatchType.Merge, patch, cancellationToken: stop.Token);
        }

        var seen = await Task.WhenAll(watches).WaitAsync(Limit);
        output.WriteLine($"{count} watches have seen {Changes} changes after {(_watch.Elapsed - begun).TotalSeconds:0.0} s");
        Assert.All(seen, each => Assert.Equal(Enumerable.Range(1, Changes).Select(i => $"{i % Changes}"), each.TakeLast(Changes)));

        static async Task<List<string>> SeeAsync(IAsyncEnumerable<PodWatchEvent> changes, CountdownEvent ready)
        {
            var seen = new List<string>();
            await foreach (var change in changes)
            {
                if (change.Type == PodWatchEventType.Added)
                {
                    ready.Signal();
                    continue;
                }

                seen.Add(change.Pod.Metadata!.Labels["n"]);
                if (seen[^1] == "0")
                {
                    break;
                }
            }

            return seen;
        }
    }

    /// <summary>Creates pods, lets them fail, restart and go, while the clock moves on.</summary>
    private async Task ChurnAsync(PodClient pods, TimeSpan time)
    {
        const int Alive = 10;
        var ends = _clock.GetUtcNow() + time;
        for (var n = 0; _clock.GetUtcNow() < ends; n++)
        {
            var name = $"churn-{_clock.GetUtcNow().Ticks}";
            await pods.CreateAsync("default", SimulatedCluster.Manifest(name, "default-scheduler", n % 2 == 0 ? "short" : "quick"));
            _clock.Advance(TimeSpan.FromSeconds(5));
            await _simulator.SettleAsync();
            var all = await pods.ListAsync("default").ToListAsync();
            foreach (var old in all.Where(pod => pod.Metadata!.DeletionTimestamp is null).OrderBy(pod => pod.Metadata!.CreationTimestamp).SkipLast(Alive))
            {
                await pods.DeleteAsync("default", old.Name!);
            }
        }
    }

    private async Task StepUntilAsync(Func<Task<bool>> condition)
    {
        for (var i = 0; i < 200 && !await condition(); i++)
        {
            _clock.Advance(TimeSpan.FromSeconds(1));
            await _simulator.SettleAsync();
        }
    }

    private static async Task CountEachAsync(IAsyncEnumerable<PodWatchEvent> changes, Action one)
    {
        try
        {
            await foreach (var _ in changes)
            {
                one();
            }
        }
        catch (OperationCanceledException)
        {
            // The end of the test.
        }
    }

    private async Task AssertNothingLeftAsync(KubernetesConnection connection, ProcessState before, string when)
    {
        connection.CloseOwnIdle();
        var after = await before.SettleAsync(Few, Few, Slack);
        Tell(when, after);
        AssertNothingLeft(before, after, Slack);
    }

    private void AssertNothingLeft(ProcessState before, ProcessState after, long bytes)
    {
        Assert.InRange(after.Handles, 0, before.Handles + Few);
        Assert.InRange(after.Threads, 0, before.Threads + Few);
        Assert.InRange(after.Bytes, 0, before.Bytes + bytes);
        Assert.Equal(0, _unobserved);
    }

    private void Tell(string when, ProcessState state) => output.WriteLine($"{when}: {state}, {_watch.Elapsed.TotalSeconds:0.0} s");

    private void Count(object? sender, UnobservedTaskExceptionEventArgs unobserved)
    {
        Interlocked.Increment(ref _unobserved);
        output.WriteLine($"unobserved: {unobserved.Exception}");
    }
}
