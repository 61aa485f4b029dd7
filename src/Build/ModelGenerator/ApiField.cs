namespace PodTools.Build.Model;

/// <summary>One field of an <see cref="ApiType"/>.</summary>
/// <param name="Name">The name in JSON.</param>
/// <param name="PropertyName">The name of its property.</param>
/// <param name="Shape">Whether it holds one value, a list or a map.</param>
/// <param name="Value">The API's name of the value's type: <c>string</c>, <c>int32</c>, <c>Quantity</c>, <c>Container</c> and so on.</param>
/// <param name="Required">Whether the document demands it.</param>
/// <param name="Default">The default in the document, unless it is just the empty value of the type.</param>
/// <param name="ListType"><c>atomic</c>, <c>set</c> or <c>map</c>: how server-side apply merges a list or a map.</param>
/// <param name="ListMapKeys">The fields that tell the elements of a <c>map</c> list apart.</param>
/// <param name="PatchStrategy">How a strategic merge patch treats it, such as <c>merge,retainKeys</c>.</param>
/// <param name="PatchMergeKey">The field by which a strategic merge patch matches elements.</param>
public sealed record ApiField(
    string Name,
    string PropertyName,
    FieldShape Shape,
    string Value,
    bool Required,
    string? Default,
    string? ListType,
    IReadOnlyList<string> ListMapKeys,
    string? PatchStrategy,
    string? PatchMergeKey);

/// <summary>How many values a field holds.</summary>
public enum FieldShape
{
    /// <summary>One value.</summary>
    One,

    /// <summary>A list of values.</summary>
    List,

    /// <summary>Values by key; the keys are text.</summary>
    Map,

    /// <summary>Lists of values by key.</summary>
    MapOfLists,
}
