namespace PodTools;

/// <summary>Why a pod is not healthy, on what evidence, and what to do: what <c>Get-PodDiagnosis</c> emits.</summary>
public sealed class PodDiagnosis
{
    internal PodDiagnosis(Pod pod, PodVerdict verdict, IReadOnlyList<PodFinding> chain) => (Pod, Verdict, Chain) = (pod, verdict, chain);

    /// <summary>The pod.</summary>
    public Pod Pod { get; }

    /// <summary>The name of the pod.</summary>
    public string? Name => Pod.Name;

    /// <summary>The namespace of the pod.</summary>
    public string? Namespace => Pod.Namespace;

    /// <summary>The context of the cluster that it was read from.</summary>
    public string? Context => Pod.Context;

    /// <summary>What the pod is doing: kubectl's STATUS.</summary>
    public string State => Pod.State;

    /// <summary>Why it is not doing its work.</summary>
    public PodCause Cause => Verdict.Cause;

    /// <summary>Whether somebody should do something.</summary>
    public bool IsProblem => Cause is not (PodCause.None or PodCause.Starting or PodCause.Terminating);

    /// <summary>The container that it is about; null when it is about the whole pod.</summary>
    public string? Container => Verdict.Container;

    /// <summary>Since when; null when it is not known.</summary>
    public DateTimeOffset? Since => Verdict.Since;

    /// <summary>What is wrong, in one sentence.</summary>
    public string Summary => Verdict.Summary;

    /// <summary>What to do about it; null when there is nothing to do.</summary>
    public string? Suggestion => Verdict.Suggestion;

    /// <summary>What the judgement rests on, from the effect to the cause.</summary>
    public IReadOnlyList<PodFinding> Chain { get; }

    private PodVerdict Verdict { get; }

    /// <summary>The sentence.</summary>
    public override string ToString() => Summary;
}
