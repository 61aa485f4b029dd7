namespace PodTools;

/// <summary>What a command in a container wrote and how it ended; printed, it is the command's output.</summary>
public sealed class PodExecResult
{
    /// <summary>The context of the pod.</summary>
    public string? Context { get; init; }

    /// <summary>The pod's namespace.</summary>
    public string Namespace { get; init; } = "";

    /// <summary>The pod's name.</summary>
    public string Pod { get; init; } = "";

    /// <summary>The container's name.</summary>
    public string Container { get; init; } = "";

    /// <summary>The command and its arguments.</summary>
    public IReadOnlyList<string> Command { get; init; } = [];

    /// <summary>The exit code; null when it never became known, which is no success.</summary>
    public int? ExitCode { get; init; }

    /// <summary>What the command wrote to standard output, read as UTF-8, without the line end after its last line.</summary>
    public string Output { get; init; } = "";

    /// <summary>What the command wrote to standard error, read as UTF-8, without the line end after its last line.</summary>
    public string ErrorOutput { get; init; } = "";

    /// <summary>How long it took, from the request to the exit status.</summary>
    public TimeSpan Duration { get; init; }

    /// <inheritdoc/>
    public override string ToString() => Output;
}
