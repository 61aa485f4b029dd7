namespace PodTools;

/// <summary>What declaring a pod has done.</summary>
public enum PodApplyChange
{
    /// <summary>There was no such pod; now there is.</summary>
    Created,

    /// <summary>The pod was there and has changed.</summary>
    Configured,

    /// <summary>The pod was as declared.</summary>
    Unchanged,

    /// <summary>The pod was declared before and is no longer, so that it is removed (<c>-Prune</c>).</summary>
    Pruned,
}
