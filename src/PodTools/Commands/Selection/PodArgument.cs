using System.Management.Automation;
using System.Runtime.CompilerServices;
using PodTools.Pipeline;

namespace PodTools.Commands;

/// <summary>Finds the pods that a parameter means which takes names as well as pods.</summary>
internal static class PodArgument
{
    /// <summary>Finds the pods: each name is looked up in the cluster, a pod is taken as it is, with the cluster that it came from.</summary>
    /// <param name="given">Names, with wildcards, and pods.</param>
    /// <param name="open">Opens the cluster for names; not called when there are only pods.</param>
    /// <param name="ns">The namespace for names; null for that of the context.</param>
    /// <param name="pipeline">Where missing names are reported.</param>
    /// <param name="stop">Stops the search.</param>
    public static async IAsyncEnumerable<Pod> FindAsync(
        IEnumerable<object> given, Func<Cluster> open, string? ns, IPipeline pipeline, [EnumeratorCancellation] CancellationToken stop)
    {
        var names = new List<string>();
        foreach (var value in given)
        {
            if (ManifestInput.Unwrap(value) is Pod pod)
            {
                yield return pod;
            }
            else
            {
                names.Add(Tables.TextOf(value));
            }
        }

        if (names.Count > 0)
        {
            var selection = new PodSelection { Names = names, Namespaces = ns is null ? [] : [ns] };
            await foreach (var pod in selection.FindAsync(open(), pipeline, stop))
            {
                yield return pod;
            }
        }
    }

    /// <summary>Finds the one pod that is meant.</summary>
    /// <param name="given">A name or a pod.</param>
    /// <param name="open">Opens the cluster for a name.</param>
    /// <param name="ns">The namespace for a name; null for that of the context.</param>
    /// <param name="pipeline">Where a missing name is reported.</param>
    /// <param name="stop">Stops the search.</param>
    /// <returns>The pod; null when it is missing, which has been reported.</returns>
    /// <exception cref="PodCommandException">A pattern stands for several pods.</exception>
    public static async Task<Pod?> FindOneAsync(object given, Func<Cluster> open, string? ns, IPipeline pipeline, CancellationToken stop)
    {
        Pod? found = null;
        await foreach (var pod in FindAsync([given], open, ns, pipeline, stop))
        {
            found = found is null ? pod : throw new PodCommandException(
                "PodAmbiguous", ErrorCategory.InvalidArgument, $"'{given}' stands for several pods, such as '{found}' and '{pod}'.", "Name one pod.");
        }

        return found;
    }
}
