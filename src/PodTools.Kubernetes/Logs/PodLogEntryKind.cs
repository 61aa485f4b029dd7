namespace PodTools;

/// <summary>What an entry of a log stands for.</summary>
public enum PodLogEntryKind
{
    /// <summary>A line that the container wrote.</summary>
    Line,

    /// <summary>Not a line: the container was restarted here, and what follows was written by its new run.</summary>
    Restart,

    /// <summary>Not a line: lines may be missing here, because the cluster no longer has them; the message says why.</summary>
    Gap,

    /// <summary>Not a line: no connection lives long enough to bring the next line whole; following goes on trying.</summary>
    Stall,

    /// <summary>Not a line: the pod was deleted, so that nothing more can come.</summary>
    Deleted,
}
