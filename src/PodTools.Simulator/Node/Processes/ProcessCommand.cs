namespace PodTools.Simulator.Node.Processes;

/// <summary>What to start as a local process.</summary>
/// <param name="FileName">The program's absolute path on this machine.</param>
/// <param name="Arguments">The command line, its first element the name that the program sees as its own.</param>
internal sealed record ProcessCommand(string FileName, IReadOnlyList<string> Arguments)
{
    public IReadOnlyDictionary<string, string> Environment { get; init; } = new Dictionary<string, string>();

    public string WorkingDirectory { get; init; } = "/";

    /// <summary>Whether its standard input stays open to be written to; else it is at its end.</summary>
    public bool OpenInput { get; init; }

    /// <summary>Whether it runs on a terminal of its own, which takes all three streams.</summary>
    public bool Terminal { get; init; }

    /// <summary>Whether the terminal is the process' own; else it leaves it to a session that it makes.</summary>
    public bool OwnsTerminal { get; init; } = true;

    /// <summary>Takes its output as it comes: 1 or 2 for the stream, and the bytes, good during the call only.</summary>
    public required Func<int, ReadOnlyMemory<byte>, ValueTask> Output { get; init; }
}
