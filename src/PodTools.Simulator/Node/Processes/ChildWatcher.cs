using System.Collections.Concurrent;
using System.Runtime.InteropServices;

namespace PodTools.Simulator.Node.Processes;

/// <summary>
/// Learns from SIGCHLD that processes have ended, so that no thread has to wait for one. It asks only for those that
/// were given to it: children of others stay theirs.
/// </summary>
internal static class ChildWatcher
{
    private const int NoSuchChild = 10;

    /// <summary>The code of a child that ended without telling.</summary>
    private const int Unknown = 255;

    private static readonly ConcurrentDictionary<int, TaskCompletionSource<int>> Children = new();
    private static readonly PosixSignalRegistration Registration = OperatingSystem.IsWindows()
        ? throw new PlatformNotSupportedException()
        : PosixSignalRegistration.Create(PosixSignal.SIGCHLD, _ => CheckAll());

    /// <summary>Completes with the exit code of a child: 128 and the signal's number when one ended it.</summary>
    public static Task<int> WatchAsync(int pid)
    {
        // Naming the registration makes sure that the handler is there before the check for a child that is quick.
        GC.KeepAlive(Registration);
        var ended = new TaskCompletionSource<int>(TaskCreationOptions.RunContinuationsAsynchronously);
        Children[pid] = ended;
        Check(pid, ended);
        return ended.Task;
    }

    private static void CheckAll()
    {
        foreach (var (pid, ended) in Children)
        {
            Check(pid, ended);
        }
    }

    private static void Check(int pid, TaskCompletionSource<int> ended)
    {
        // One at a time: a second one would find the child gone that the first is about to report, and think its code lost.
        lock (ended)
        {
            if (!ended.Task.IsCompleted && ExitCodeOf(pid) is { } code)
            {
                // Not what has the same number by now.
                Children.TryRemove(KeyValuePair.Create(pid, ended));
                ended.TrySetResult(code);
            }
        }
    }

    /// <summary>The exit code of a child, or null while it runs.</summary>
    private static int? ExitCodeOf(int pid)
    {
        var result = NativeMethods.WaitFor(pid, out var status, NativeMethods.NoHang);
        if (result == pid)
        {
            var signal = status & 0x7f;
            return signal == 0 ? (status >> 8) & 0xff : 128 + signal;
        }

        // Somebody else took the exit code, as a parent that ignores SIGCHLD makes the kernel do.
        return result < 0 && Marshal.GetLastPInvokeError() == NoSuchChild ? Unknown : null;
    }
}
