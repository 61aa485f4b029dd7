using System.Runtime.InteropServices;

namespace PodTools.Terminal;

/// <summary>
/// A mode of the terminal that is taken back exactly once: when it is disposed, or when the process ends before. PowerShell obeys
/// SIGTERM and SIGHUP without a word, hence they are listened to.
/// </summary>
internal sealed class RawMode : IDisposable
{
    private readonly List<PosixSignalRegistration> _signals;
    private Action? _restore;

    /// <summary>Begins the mode.</summary>
    /// <param name="restore">Takes it back.</param>
    public RawMode(Action restore)
    {
        _restore = restore;
        AppDomain.CurrentDomain.ProcessExit += OnProcessExit;
        _signals =
        [
            PosixSignalRegistration.Create(PosixSignal.SIGTERM, _ => Restore()),
            PosixSignalRegistration.Create(PosixSignal.SIGHUP, _ => Restore()),
        ];
    }

    /// <summary>Takes it back.</summary>
    public void Dispose()
    {
        AppDomain.CurrentDomain.ProcessExit -= OnProcessExit;
        Restore();
        _signals.ForEach(signal => signal.Dispose());
    }

    private void Restore() => Interlocked.Exchange(ref _restore, null)?.Invoke();

    private void OnProcessExit(object? sender, EventArgs e) => Restore();
}
