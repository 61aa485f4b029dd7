namespace PodTools.Simulator.Store;

/// <summary>A subresource as discovery lists it.</summary>
/// <param name="Name">The last part of the path, as <c>status</c>.</param>
/// <param name="Kind">The kind that it takes and answers with.</param>
/// <param name="Verbs">What may be done with it.</param>
/// <param name="Group">The group of its kind where that is another than the resource's.</param>
/// <param name="Version">The version of its kind where that is another than the resource's.</param>
internal sealed record Subresource(
    string Name, string Kind, IReadOnlyList<string> Verbs, string? Group = null, string? Version = null);
