namespace PodTools.Kubernetes;

/// <summary>What a state of a pod means to somebody who waits.</summary>
/// <param name="Outcome">How far the pod is.</param>
/// <param name="Reason">Why it is hopeless, in one word of the API such as <c>ImagePullBackOff</c>; else the pod's STATUS.</param>
/// <param name="Message">The same in a sentence.</param>
public sealed record PodWaitVerdict(PodWaitOutcome Outcome, string Reason, string Message);
