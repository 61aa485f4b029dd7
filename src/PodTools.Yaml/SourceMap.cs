using System.Globalization;

namespace PodTools.Yaml;

/// <summary>Says where in its text each field of a document stands.</summary>
/// <param name="root">Where the document's root stands.</param>
public sealed class SourceMap(SourceNode root)
{
    /// <summary>Where the document's root stands, and below it everything else.</summary>
    public SourceNode Root { get; } = root;

    /// <summary>Finds where a field stands.</summary>
    /// <param name="path">
    /// The field as the API writes it, for instance <c>spec.containers[0].ports[1].name</c> or
    /// <c>metadata.annotations[key]</c>; empty for the root.
    /// </param>
    /// <returns>Its place, or that of its nearest ancestor in the text when the field itself is not there.</returns>
    public SourcePosition Find(string path)
    {
        var node = Root;
        foreach (var step in FieldPath.Steps(path))
        {
            var next = node.Member(step)
                ?? (int.TryParse(step, NumberStyles.None, CultureInfo.InvariantCulture, out var index) ? node.Element(index) : null);
            if (next is null)
            {
                break;
            }

            node = next;
        }

        return node.Position;
    }
}
