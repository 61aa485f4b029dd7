namespace PodTools.Terminal;

/// <summary>A mode of the terminal that is taken back exactly once: when it is disposed, or when the process ends before.</summary>
internal sealed class RawMode : IDisposable
{
    private Action? _restore;

    /// <summary>Begins the mode.</summary>
    /// <param name="restore">Takes it back.</param>
    public RawMode(Action restore)
    {
        _restore = restore;
        AppDomain.CurrentDomain.ProcessExit += OnProcessExit;
    }

    /// <summary>Takes it back.</summary>
    public void Dispose()
    {
        AppDomain.CurrentDomain.ProcessExit -= OnProcessExit;
        Interlocked.Exchange(ref _restore, null)?.Invoke();
    }

    private void OnProcessExit(object? sender, EventArgs e) => Dispose();
}
