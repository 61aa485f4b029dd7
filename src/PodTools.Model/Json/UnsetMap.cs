namespace PodTools.Json;

/// <summary>The map behind a property that nobody has set. Keys are compared with their case, as the API does.</summary>
internal sealed class UnsetMap<T>() : Dictionary<string, T>(StringComparer.Ordinal), IUnset;
