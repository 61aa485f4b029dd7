using System.Text.RegularExpressions;

namespace PodTools.Simulator.Node.Sandboxes;

/// <summary>
/// What a container without a file tree of its own has elsewhere on this machine than where its commands look for it:
/// nothing can be mounted for it, so the paths in its commands are replaced.
/// </summary>
/// <param name="places">Where things are on this machine, by the absolute paths that the commands use.</param>
internal sealed class RedirectedPaths(IReadOnlyDictionary<string, string> places)
{
    // A path begins where no other goes on, ends with a whole name, and the longest one counts.
    private readonly Regex _paths = new(
        $@"(?<![\w./-])(?:{string.Join('|', places.Keys.OrderByDescending(path => path.Length).Select(Regex.Escape))})(?![\w.-])", RegexOptions.CultureInvariant);

    /// <summary>The command as it finds on this machine what it means.</summary>
    /// <param name="command">The command and its arguments, of which each may name several paths, as a script does.</param>
    public IReadOnlyList<string> In(IReadOnlyList<string> command) =>
        places.Count == 0 ? command : [.. command.Select(word => _paths.Replace(word, path => places[path.Value]))];
}
