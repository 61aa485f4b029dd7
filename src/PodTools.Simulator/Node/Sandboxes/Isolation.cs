using PodTools.Simulator.Node.Processes;

namespace PodTools.Simulator.Node.Sandboxes;

/// <summary>
/// Whether this machine lets an ordinary user give a process a file tree, process numbers and a host name of its own
/// (Linux with user namespaces and util-linux). Where it does not, containers run with a folder of their own, and their
/// commands are led to the volumes by <see cref="RedirectedPaths"/>.
/// </summary>
internal static class Isolation
{
    private static readonly string[] Folders = ["/usr/bin", "/bin", "/usr/sbin", "/sbin"];
    private static readonly string[] Needed = ["unshare", "nsenter", "setsid", "mount", "chroot", "sh"];
    private static readonly Lazy<Task<bool>> Probe = new(() => Task.Run(ProbeAsync));

    // Only a probe that hangs takes so long: a busy machine is no reason to run all containers another way.
    private static readonly TimeSpan ProbePatience = TimeSpan.FromMinutes(1);

    /// <summary>The tools that it takes, by name, with their paths on this machine; null where one is missing.</summary>
    public static IReadOnlyDictionary<string, string>? Tools { get; } = FindTools();

    /// <summary>Whether containers can be isolated here. The first call tries it beside whatever else its caller does.</summary>
    public static Task<bool> IsAvailableAsync() => Probe.Value;

    /// <summary>The command line that runs a script as the first process of new namespaces.</summary>
    public static IReadOnlyList<string> Unshare(params string[] command) =>
        ["unshare", "--user", "--map-root-user", "--mount", "--pid", "--uts", "--fork", "--kill-child", .. command];

    /// <summary>The command line that runs something in the namespaces of a process, by its number on this machine.</summary>
    public static IReadOnlyList<string> Enter(int pid, params string[] command) =>
        ["nsenter", $"--target={pid}", "--user", "--mount", "--pid", "--uts", "--root", "--wd", .. command];

    /// <summary>The first process inside: the one child of the process that made the namespaces.</summary>
    public static int FindFirst(int unshare)
    {
        var children = $"/proc/{unshare}/task/{unshare}/children";
        try
        {
            var first = File.Exists(children) ? File.ReadAllText(children).Split(' ', 2)[0] : "";
            return int.TryParse(first, out var pid) ? pid : unshare;
        }
        catch (IOException)
        {
            // It ended meanwhile.
            return unshare;
        }
    }

    /// <summary>Whether a process has its own file tree by now: what enters it any sooner would see this machine's.</summary>
    public static bool IsInside(int pid)
    {
        try
        {
            return new FileInfo($"/proc/{pid}/root").LinkTarget is not (null or "/");
        }
        catch (IOException)
        {
            // It has ended.
            return false;
        }
    }

    private static Dictionary<string, string>? FindTools()
    {
        var tools = Needed.ToDictionary(
            name => name, name => Folders.Select(folder => Path.Combine(folder, name)).FirstOrDefault(File.Exists));
        return OperatingSystem.IsLinux() && !tools.ContainsValue(null) ? tools.ToDictionary(pair => pair.Key, pair => pair.Value!) : null;
    }

    private static async Task<bool> ProbeAsync()
    {
        if (Tools is null || OperatingSystem.IsWindows())
        {
            return false;
        }

        var root = Directory.CreateTempSubdirectory("podtools-probe-");
        try
        {
            var tree = new IsolatedRoot(root.FullName);
            tree.Build([], new Dictionary<string, string>());
            var process = LocalProcess.Start(new ProcessCommand(Tools["unshare"], tree.Command("probe", "/", terminal: false, ["true"]))
            {
                Environment = new Dictionary<string, string> { ["PATH"] = "/usr/sbin:/usr/bin:/sbin:/bin" },
                Output = (_, _) => ValueTask.CompletedTask,
            });
            await using (process.ConfigureAwait(false))
            {
                return await process.Exit.WaitAsync(ProbePatience).ConfigureAwait(false) is { Code: 0 };
            }
        }
        catch (Exception error) when (error is ProcessStartException or TimeoutException)
        {
            return false;
        }
        finally
        {
            root.Delete(recursive: true);
        }
    }
}
