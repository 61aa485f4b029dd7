namespace PodTools.Json;

/// <summary>
/// Marks a collection that came to be because somebody read a property that nobody had set. As long as it is empty it is not
/// written, whereas an empty collection that was given is.
/// </summary>
internal interface IUnset
{
    /// <summary>How many elements have been added since.</summary>
    int Count { get; }
}
