namespace PodTools.Simulator.Node.Processes;

/// <summary>How a process ended.</summary>
/// <param name="Code">Its exit code; 128 and the number of the signal that ended it.</param>
/// <param name="OutOfMemory">Whether it was killed for its use of memory.</param>
internal sealed record ProcessExit(int Code, bool OutOfMemory = false)
{
    /// <summary>The exit code of a process that was killed.</summary>
    public const int Killed = 137;

    /// <summary>The reason in a terminated container state.</summary>
    public string Reason => OutOfMemory ? "OOMKilled" : Code == 0 ? "Completed" : "Error";
}
