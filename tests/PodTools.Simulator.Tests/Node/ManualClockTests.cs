using PodTools.Simulator.Tests.Support;

namespace PodTools.Simulator.Tests.Node;

public sealed class ManualClockTests
{
    private static readonly DateTimeOffset Start = new(2026, 11, 21, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public void Timers_fire_in_order_each_at_its_own_time()
    {
        var clock = new ManualClock(Start);
        var fired = new List<(string Name, TimeSpan At)>();
        using var late = Timer("late", TimeSpan.FromMinutes(2), Timeout.InfiniteTimeSpan);
        using var tick = Timer("tick", TimeSpan.FromSeconds(50), TimeSpan.FromSeconds(50));
        clock.Advance(TimeSpan.FromMinutes(2.5));
        Assert.Equal(
            [("tick", TimeSpan.FromSeconds(50)), ("tick", TimeSpan.FromSeconds(100)), ("late", TimeSpan.FromMinutes(2)), ("tick", TimeSpan.FromSeconds(150))],
            fired);
        Assert.Equal(Start + TimeSpan.FromMinutes(2.5), clock.GetUtcNow());

        ITimer Timer(string name, TimeSpan due, TimeSpan period) =>
            clock.CreateTimer(_ => fired.Add((name, clock.GetUtcNow() - Start)), null, due, period);
    }

    [Fact]
    public void A_clock_goes_forward_only() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => new ManualClock(Start).Advance(TimeSpan.FromSeconds(-1)));

    [Fact]
    public async Task Ten_minutes_of_back_off_pass_when_the_clock_is_moved()
    {
        var clock = new ManualClock(Start);
        await using var simulator = await PodSimulator.StartAsync(new PodSimulatorOptions { TimeProvider = clock });
        simulator.SetImage(new SimulatedImage("crash") { LogLines = ["no"], ExitCode = 1 });
        using var pods = new PodWatcher(simulator);
        await pods.CreateAsync("""{"metadata":{"name":"p"},"spec":{"containers":[{"name":"main","image":"crash"}]}}""");
        await pods.StepUntilAsync(clock, TimeSpan.FromSeconds(1), "p", pod => pod.State == "CrashLoopBackOff");

        // Pauses of 10, 20, 40, 80, 160 and then 300 seconds.
        await pods.StepUntilAsync(clock, TimeSpan.FromSeconds(10), "p", pod => pod.Restarts >= 6);
        var passed = clock.GetUtcNow() - Start;
        Assert.InRange(passed, TimeSpan.FromSeconds(10 + 20 + 40 + 80 + 160), TimeSpan.FromSeconds(420));
        var waiting = pods.Get("p").Status!.ContainerStatuses[0];
        Assert.Equal(1, waiting.LastState?.Terminated?.ExitCode ?? waiting.State?.Terminated?.ExitCode);
    }

    [Fact]
    public async Task Pods_of_a_script_end_when_the_clock_says_so()
    {
        var clock = new ManualClock(Start);
        await using var simulator = await PodSimulator.StartAsync(new PodSimulatorOptions { TimeProvider = clock });
        simulator.SetImage(new SimulatedImage("job") { ExitAfter = TimeSpan.FromHours(3) });
        using var pods = new PodWatcher(simulator);
        await pods.CreateAsync("""{"metadata":{"name":"p"},"spec":{"restartPolicy":"Never","containers":[{"name":"main","image":"job"}]}}""");
        await pods.StepUntilAsync(clock, TimeSpan.FromSeconds(1), "p", pod => pod.State == "Running");
        clock.Advance(TimeSpan.FromHours(2));
        Assert.Equal("Running", pods.Get("p").State);
        await pods.StepUntilAsync(clock, TimeSpan.FromMinutes(10), "p", pod => pod.Status?.Phase == "Succeeded");
        Assert.InRange(clock.GetUtcNow() - Start, TimeSpan.FromHours(3), TimeSpan.FromHours(3.5));
    }
}
