using System.Globalization;
using System.Net;

namespace PodTools.Simulator.Node.Processes;

/// <summary>Finds the listening sockets of processes and of all that they started, as Linux shows them in /proc.</summary>
internal static class ListeningSockets
{
    private const string ListenState = "0A";

    /// <summary>
    /// Where one of the processes listens at a port; null when none does. Where the machine does not tell, any listener
    /// at the loopback address is taken to be theirs.
    /// </summary>
    public static IPEndPoint? Find(int port, IReadOnlyCollection<int> processes)
    {
        if (processes.Count == 0)
        {
            return null;
        }

        if (!OperatingSystem.IsLinux())
        {
            return new IPEndPoint(IPAddress.Loopback, port);
        }

        var family = WithChildren(processes);
        return Listeners("/proc/net/tcp", port).Any(inode => Owns(family, inode)) ? new IPEndPoint(IPAddress.Loopback, port)
            : Listeners("/proc/net/tcp6", port).Any(inode => Owns(family, inode)) ? new IPEndPoint(IPAddress.IPv6Loopback, port)
            : null;
    }

    private static List<string> Listeners(string table, int port)
    {
        if (!File.Exists(table))
        {
            return [];
        }

        var suffix = ":" + port.ToString("X4", CultureInfo.InvariantCulture);
        return File.ReadLines(table).Skip(1)
            .Select(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries))
            .Where(fields => fields.Length > 9 && fields[3] == ListenState && fields[1].EndsWith(suffix, StringComparison.Ordinal))
            .Select(fields => fields[9])
            .ToList();
    }

    private static HashSet<int> WithChildren(IEnumerable<int> processes)
    {
        var family = new HashSet<int>();
        var open = new Stack<int>(processes);
        while (open.TryPop(out var process))
        {
            if (family.Add(process))
            {
                foreach (var child in Children(process))
                {
                    open.Push(child);
                }
            }
        }

        return family;
    }

    private static IEnumerable<int> Children(int process)
    {
        try
        {
            return File.ReadAllText($"/proc/{process}/task/{process}/children")
                .Split(' ', StringSplitOptions.RemoveEmptyEntries)
                .Select(child => int.Parse(child, CultureInfo.InvariantCulture));
        }
        catch (IOException)
        {
            // It ended between the two looks.
            return [];
        }
    }

    private static bool Owns(HashSet<int> family, string inode)
    {
        var name = $"socket:[{inode}]";
        return family.Any(process => Descriptors(process).Any(descriptor => descriptor.LinkTarget == name));
    }

    private static FileInfo[] Descriptors(int process)
    {
        try
        {
            return new DirectoryInfo($"/proc/{process}/fd").GetFiles();
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            // It ended meanwhile, or it belongs to somebody else by now.
            return [];
        }
    }
}
