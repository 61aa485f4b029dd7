namespace PodTools;

/// <summary>A pod did not reach the state that was waited for: the time is over, or it can no longer get there.</summary>
public sealed class PodWaitException : KubernetesException
{
    /// <summary>The reason of a wait that took too long.</summary>
    public const string TimeoutReason = "WaitTimeout";

    /// <summary>Makes the exception.</summary>
    /// <param name="reason"><see cref="TimeoutReason"/>, or the reason why it is hopeless, such as <c>ImagePullBackOff</c>.</param>
    /// <param name="message">What was waited for, and what came of it.</param>
    /// <param name="pod">The last state of the pod; null when there was none.</param>
    public PodWaitException(string reason, string message, Pod? pod)
        : base(reason, message) => Pod = pod;

    /// <summary>The last state of the pod; null when there was none.</summary>
    public Pod? Pod { get; }

    /// <summary>Whether the time was over, as opposed to a state that rules the condition out.</summary>
    public bool TimedOut => Reason == TimeoutReason;
}
