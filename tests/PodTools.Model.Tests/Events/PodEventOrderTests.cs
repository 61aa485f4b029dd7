namespace PodTools.Tests.Events;

/// <summary>Events come in the order of what happened, although their sources keep time differently.</summary>
public sealed class PodEventOrderTests
{
    private static readonly DateTimeOffset Second = new(2026, 1, 2, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public void What_the_scheduler_did_comes_before_what_the_kubelet_did_in_the_same_second()
    {
        PodEvent[] events =
        [
            new(new CoreEvent { Reason = "Started", LastTimestamp = Second }),
            new(new CoreEvent { Reason = "BackOff", LastTimestamp = Second.AddSeconds(1) }),
            new(new CoreEvent { Reason = "Pulled", LastTimestamp = Second }),
            new(new CoreEvent { Reason = "Scheduled", EventTime = Second.AddMilliseconds(700) }),
        ];

        Assert.Equal(["Scheduled", "Started", "Pulled", "BackOff"], PodEvent.InOrder(events).Select(each => each.Reason));
    }
}
