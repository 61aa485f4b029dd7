namespace PodTools;

/// <summary>How a property differs between two pods.</summary>
public enum PodChangeKind
{
    /// <summary>Only the second has it.</summary>
    Added,

    /// <summary>Only the first has it.</summary>
    Removed,

    /// <summary>Both have it, with different values.</summary>
    Changed,
}
