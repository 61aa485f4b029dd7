using PodTools.Kubernetes;

namespace PodTools;

/// <summary>One line that a command in a container wrote; printed, it is the line.</summary>
public sealed class PodExecLine
{
    /// <summary>The context of the pod.</summary>
    public string? Context { get; init; }

    /// <summary>The pod's namespace.</summary>
    public string Namespace { get; init; } = "";

    /// <summary>The pod's name.</summary>
    public string Pod { get; init; } = "";

    /// <summary>The container's name.</summary>
    public string Container { get; init; } = "";

    /// <summary>Whether it was written to standard error.</summary>
    public bool IsError { get; init; }

    /// <summary>The line without its end.</summary>
    public string Text { get; init; } = "";

    /// <summary>What the pod was read over, for commands that the line is piped to.</summary>
    internal KubernetesConnection? Connection { get; init; }

    /// <inheritdoc/>
    public override string ToString() => Text;
}
