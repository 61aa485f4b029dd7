using PodTools.Pipeline;

namespace PodTools.Commands;

/// <summary>Writes into the line that <c>-WhatIf</c> shows what would become of a pod.</summary>
internal static class PodDifference
{
    /// <summary>Describes a pod and what would change in it, as far as a server can be asked.</summary>
    /// <param name="pod">The pod, as <c>namespace/name</c>.</param>
    /// <param name="preview">Has the server try the change.</param>
    /// <param name="pipeline">Where to tell why it cannot be asked.</param>
    /// <exception cref="KubernetesException">The server refused: it would refuse the change, too.</exception>
    public static async Task<string> DescribeAsync(string pod, Func<Task<IReadOnlyList<PodChange>>> preview, IPipeline pipeline)
    {
        try
        {
            return await preview() is { Count: > 0 } changes
                ? $"pod '{pod}':{Environment.NewLine}{string.Join(Environment.NewLine, changes.Select(change => $"  {change}"))}{Environment.NewLine}"
                : $"pod '{pod}' (nothing changes)";
        }
        catch (KubernetesException exception) when (exception.StatusCode is null)
        {
            pipeline.Verbose(exception.Message);
            return $"pod '{pod}' (what would change is not known: the server cannot be reached)";
        }
    }
}
