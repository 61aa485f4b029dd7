namespace PodTools.Simulator.Store;

/// <summary>A field that a field selector may name.</summary>
/// <param name="Label">The name in the selector, as <c>spec.nodeName</c>.</param>
/// <param name="Path">Where the value stands in the object, dotted.</param>
/// <param name="Default">The value that an absent field is compared as.</param>
internal sealed record FieldLabel(string Label, string Path, string Default = "");
