namespace PodTools;

/// <summary>What containers of an image do in a simulated cluster, in place of running anything.</summary>
/// <param name="Name">
/// The image as pods name it, without a tag for all tags; <c>*</c> stands for any text, as in <c>registry.test/*</c>.
/// </param>
public sealed record SimulatedImage(string Name)
{
    /// <summary>Lines that a container writes to its log when it starts.</summary>
    public IReadOnlyList<string> LogLines { get; init; } = [];

    /// <summary>How long after its start a container ends by itself; null for never.</summary>
    public TimeSpan? ExitAfter { get; init; }

    /// <summary>The exit code with which it ends, 0 to 255.</summary>
    public int ExitCode { get; init; }

    /// <summary>Whether it ends because it used more memory than it may: reason OOMKilled, exit code 137.</summary>
    public bool OutOfMemory { get; init; }

    /// <summary>The HTTP text with which each port answers. Ports that are not named here refuse connections.</summary>
    public IReadOnlyDictionary<int, string> Ports { get; init; } = new Dictionary<int, string>();

    /// <summary>What commands run in a container print, by the command line joined with spaces.</summary>
    public IReadOnlyDictionary<string, string> ExecReplies { get; init; } = new Dictionary<string, string>();

    /// <summary>
    /// What any other command does in a container; null to run it as a local process. It is called on a thread of its
    /// own and may take its time.
    /// </summary>
    public Func<SimulatedExec, SimulatedExecReply>? OnExec { get; init; }

    /// <summary>Why the image cannot be pulled, as <c>not found</c>; null when it can.</summary>
    public string? PullError { get; init; }

    /// <summary>How long a pull takes.</summary>
    public TimeSpan PullDelay { get; init; }

    /// <summary>How long a container takes from its creation to its start.</summary>
    public TimeSpan StartDelay { get; init; }
}
