using System.Globalization;

namespace PodTools.Yaml;

/// <summary>
/// Writes and reads the paths of fields as the API server writes them: <c>spec.containers[0].ports[1].name</c>, and
/// <c>metadata.annotations[example.test/key]</c> for keys that could not be told from a path.
/// </summary>
public static class FieldPath
{
    /// <summary>The path of a field within an object.</summary>
    /// <param name="parent">The object's path; empty for the root.</param>
    /// <param name="name">The field's name.</param>
    /// <returns><c>parent.name</c>, or <c>parent[name]</c> when the name holds characters that mean something in a path.</returns>
    public static string Field(string parent, string name)
    {
        if (name.Length == 0 || name.AsSpan().IndexOfAny("./[] ") >= 0)
        {
            return Key(parent, name);
        }

        return parent.Length == 0 ? name : $"{parent}.{name}";
    }

    /// <summary>The path of an entry of a map.</summary>
    /// <param name="parent">The map's path.</param>
    /// <param name="key">The entry's key.</param>
    /// <returns><c>parent[key]</c>.</returns>
    public static string Key(string parent, string key) => $"{parent}[{key}]";

    /// <summary>The path of an element of a list.</summary>
    /// <param name="parent">The list's path.</param>
    /// <param name="index">The element's index, from 0.</param>
    /// <returns><c>parent[index]</c>.</returns>
    public static string Item(string parent, int index) => $"{parent}[{index.ToString(CultureInfo.InvariantCulture)}]";

    /// <summary>Splits a path into its steps.</summary>
    /// <param name="path">A path.</param>
    /// <returns>The names, keys and indices from the root on, without dots and brackets.</returns>
    public static IEnumerable<string> Steps(string path)
    {
        var at = 0;
        while (at < path.Length)
        {
            if (path[at] == '.')
            {
                at++;
                continue;
            }

            var bracket = path[at] == '[';
            var from = bracket ? at + 1 : at;
            var end = bracket ? path.IndexOf(']', from) : path.AsSpan(from).IndexOfAny('.', '[') is var n and >= 0 ? from + n : -1;
            end = end < 0 ? path.Length : end;
            yield return path[from..end];
            at = bracket ? end + 1 : end;
        }
    }
}
