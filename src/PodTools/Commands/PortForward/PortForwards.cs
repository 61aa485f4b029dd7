using System.Collections.Concurrent;
using PodTools.Module;

namespace PodTools.Commands;

/// <summary>The ports that this process forwards.</summary>
internal static class PortForwards
{
    private static readonly ConcurrentDictionary<PodPortForward, StartingRunspace> Sessions = [];

    /// <summary>Those that are still listened on, in the order of their local ports.</summary>
    public static IReadOnlyList<PodPortForward> All
    {
        get
        {
            foreach (var ended in Sessions.Keys.Where(session => session.Completion.IsCompleted))
            {
                Sessions.TryRemove(ended, out _);
            }

            return [.. Sessions.Keys.OrderBy(session => session.LocalPort)];
        }
    }

    /// <summary>Takes up a session that has started.</summary>
    /// <param name="session">The session.</param>
    public static void Add(PodPortForward session) => Sessions.TryAdd(session, new());

    /// <summary>Stops a session and releases its port.</summary>
    /// <param name="session">The session.</param>
    public static void Stop(PodPortForward session)
    {
        session.Stop();
        Sessions.TryRemove(session, out _);
    }

    /// <summary>Stops those that nobody could stop once the runspace of this thread has removed the module.</summary>
    public static void StopAbandoned()
    {
        foreach (var (session, _) in Sessions.Where(each => each.Value.Leaves))
        {
            Stop(session);
        }
    }
}
