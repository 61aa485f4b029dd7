namespace PodTools.Commands;

/// <summary>The base of cmdlets that remove labels or annotations from pods. A key that a pod does not have is no error.</summary>
public abstract class RemovePodMetadataCmdlet : PodMetadataCmdlet
{
    /// <summary>The keys to remove.</summary>
    private protected abstract string[] Given { get; }

    /// <inheritdoc/>
    private protected override string Question => $"Remove the {Kind.Field} {string.Join(", ", Given)}";

    /// <inheritdoc/>
    private protected override IReadOnlyDictionary<string, string?> ChangesFor(Pod pod) =>
        Given.Distinct(StringComparer.Ordinal).Where(Kind.Of(pod).ContainsKey).ToDictionary(key => key, _ => (string?)null);
}
