using System.Collections.Concurrent;
using System.ComponentModel;
using System.Diagnostics;
using System.Runtime.InteropServices;

namespace PodTools.Kubernetes;

/// <summary>The credential plugins that run now. None of them outlives this process, however it ends.</summary>
internal static class RunningPlugins
{
    private static readonly ConcurrentDictionary<Process, bool> Running = [];

    // PowerShell ends on these signals without any word to the application domain.
    private static readonly PosixSignalRegistration[] Signals =
        [PosixSignalRegistration.Create(PosixSignal.SIGTERM, _ => EndAll()), PosixSignalRegistration.Create(PosixSignal.SIGHUP, _ => EndAll())];

    static RunningPlugins() => AppDomain.CurrentDomain.ProcessExit += (_, _) =>
    {
        EndAll();
        Array.ForEach(Signals, signal => signal.Dispose());
    };

    internal static void Add(Process process) => Running[process] = true;

    /// <summary>Ends a plugin and its children, if they still run. Looking for the children takes a while on a busy machine.</summary>
    internal static void End(Process process)
    {
        lock (process)
        {
            if (!Running.ContainsKey(process))
            {
                return;
            }

            try
            {
                if (!process.HasExited)
                {
                    process.Kill(entireProcessTree: true);
                }
            }
            catch (Exception e) when (e is AggregateException or Win32Exception or InvalidOperationException)
            {
                // One of them ended by itself at the same moment, or belongs to somebody else by now.
            }

            Running.TryRemove(process, out _);
            process.Dispose();
        }
    }

    private static void EndAll()
    {
        foreach (var process in Running.Keys)
        {
            End(process);
        }
    }
}
