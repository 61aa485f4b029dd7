using System.Management.Automation;
using PodTools.Pipeline;

namespace PodTools.Commands;

/// <summary>Where the output of commands goes with <c>-OutFile</c>: one file, or a folder with a file for each pod.</summary>
/// <param name="path">The full path.</param>
/// <param name="isFolder">Whether it is a folder.</param>
internal sealed class ExecFiles(string path, bool isFolder)
{
    private readonly Dictionary<string, Pod> _taken = new(StringComparer.Ordinal);

    /// <summary>Whether each pod gets a file of its own.</summary>
    public bool IsFolder => isFolder;

    /// <summary>Reads the parameter: an existing folder, or a path that ends as folders do, is one.</summary>
    /// <param name="given">The path as it was given; null for none.</param>
    /// <param name="pipeline">Resolves it.</param>
    public static ExecFiles? At(string? given, IPipeline pipeline)
    {
        if (given is null)
        {
            return null;
        }

        var path = pipeline.FullPath(given);
        return new ExecFiles(path, Path.EndsInDirectorySeparator(given) || Directory.Exists(path));
    }

    /// <summary>Opens the file for a pod.</summary>
    /// <param name="pod">The pod.</param>
    /// <exception cref="PodCommandException">Another pod has the file.</exception>
    public FileStream Open(Pod pod)
    {
        var file = isFolder ? Path.Combine(path, pod.Name!) : path;
        if (!_taken.TryAdd(file, pod))
        {
            throw Taken(file, $"has the output of pod '{_taken[file]}' already", "Give pods of the same name folders of their own.");
        }

        if (isFolder)
        {
            Directory.CreateDirectory(path);
        }

        // The pieces that arrive are as large as a buffer would be.
        return new FileStream(file, new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write, BufferSize = 0 });
    }

    /// <summary>The error for several pods and one file.</summary>
    /// <param name="pods">The pods.</param>
    public PodCommandException OfSeveral(IReadOnlyList<Pod> pods) => Taken(
        path, $"is one file, but '{pods[0]}' and '{pods[1]}' are meant", "Give a folder, which ends in a slash: each pod gets a file of its name in it.");

    private static PodCommandException Taken(string file, string why, string advice) =>
        new("OutFileTaken", ErrorCategory.InvalidArgument, $"'{file}' {why}: the outputs of two pods would be mixed up in it.", advice);
}
