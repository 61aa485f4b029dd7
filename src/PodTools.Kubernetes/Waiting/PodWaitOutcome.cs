namespace PodTools.Kubernetes;

/// <summary>How far a pod is from what is waited for.</summary>
public enum PodWaitOutcome
{
    /// <summary>Not there yet.</summary>
    Waiting,

    /// <summary>The condition holds.</summary>
    Met,

    /// <summary>The condition can no longer come true, or not without somebody's help.</summary>
    Hopeless,
}
