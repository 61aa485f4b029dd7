using System.Collections.Concurrent;

namespace PodTools.Commands;

/// <summary>The ports that this process forwards.</summary>
internal static class PortForwards
{
    private static readonly ConcurrentDictionary<PodPortForward, byte> Sessions = [];

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
    public static void Add(PodPortForward session) => Sessions.TryAdd(session, 0);

    /// <summary>Stops a session and releases its port.</summary>
    /// <param name="session">The session.</param>
    public static void Stop(PodPortForward session)
    {
        session.Stop();
        Sessions.TryRemove(session, out _);
    }

    /// <summary>Stops all.</summary>
    public static void StopAll()
    {
        foreach (var session in Sessions.Keys)
        {
            Stop(session);
        }
    }
}
