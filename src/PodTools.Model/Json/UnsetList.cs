namespace PodTools.Json;

/// <summary>The list behind a property that nobody has set.</summary>
internal sealed class UnsetList<T> : List<T>, IUnset;
