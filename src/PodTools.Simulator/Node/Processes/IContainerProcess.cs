namespace PodTools.Simulator.Node.Processes;

/// <summary>The main process of a container, or one that was started beside it: real or played.</summary>
internal interface IContainerProcess : IAsyncDisposable
{
    /// <summary>Completes when the process has ended and all of its output was handed over.</summary>
    Task<ProcessExit> Exit { get; }

    /// <summary>Its standard input, null where it has none. Disposing it ends the input.</summary>
    Stream? Input { get; }

    /// <summary>Asks it to stop, as SIGTERM does: one that has no handler for it goes on, as a container's first process does.</summary>
    void Stop();

    /// <summary>Ends it and all that it started, at once.</summary>
    void Kill();

    /// <summary>Tells a process on a terminal the size of the window; others ignore it.</summary>
    void Resize(int columns, int rows);
}
