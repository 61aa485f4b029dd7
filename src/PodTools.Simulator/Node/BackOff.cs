namespace PodTools.Simulator.Node;

/// <summary>
/// The pause before something is tried again: none the first time, then 10 seconds doubling to 5 minutes, and from the
/// beginning once 10 minutes went by without trouble. The figures are the kubelet's.
/// </summary>
internal sealed class BackOff
{
    private static readonly TimeSpan Initial = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan Maximum = TimeSpan.FromMinutes(5);

    /// <summary>The pause that is due now.</summary>
    public TimeSpan Pause { get; private set; }

    /// <summary>Whether the pause after a failure is not over yet.</summary>
    /// <param name="sinceFailure">How long ago the failure was.</param>
    public bool IsOn(TimeSpan sinceFailure) => sinceFailure < Pause;

    /// <summary>Makes the next pause longer, as something is tried again now.</summary>
    /// <param name="ranFor">How long it went well before the failure.</param>
    public void Next(TimeSpan ranFor)
    {
        var doubled = Pause * 2;
        Pause = Pause == TimeSpan.Zero || ranFor > Maximum * 2 ? Initial : doubled < Maximum ? doubled : Maximum;
    }
}
