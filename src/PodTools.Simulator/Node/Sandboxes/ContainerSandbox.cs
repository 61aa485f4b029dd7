using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using PodTools.Simulator.Node.Processes;

namespace PodTools.Simulator.Node.Sandboxes;

/// <summary>
/// The surroundings of one run of a container on this machine: its folder, its mounts, its environment. Commands are
/// started in it, first the container's own and later those of exec and probes. Nothing is made until one is.
/// </summary>
internal sealed class ContainerSandbox
{
    private static readonly string[] OwnSession = ["setsid", "--ctty"];
    private static readonly string[] KeeperCommand = ["sleep", "2147483647"];

    // Only a process that hangs needs so long; on a busy machine a sound one may need some of it.
    private static readonly TimeSpan EnterPatience = TimeSpan.FromMinutes(1);

    // Several commands may be the first to enter a container whose own command is only played.
    private readonly object _making = new();

    // Those that run beside the container's own, which end with it.
    private readonly ConcurrentDictionary<LocalProcess, bool> _commands = [];

    private readonly string _folder;
    private readonly PodObject _pod;
    private readonly PodVolumes _volumes;
    private readonly PodAddresses _addresses;
    private readonly SandboxOptions _options;
    private readonly IReadOnlyDictionary<string, string> _environment;
    private readonly ContainerSpec _container;
    private readonly string _hostName;
    private IsolatedRoot? _root;
    private LocalProcess? _main;
    private LocalProcess? _keeper;

    /// <summary>Notes what there is to make.</summary>
    /// <param name="folder">A folder of this run's own, which must not exist yet.</param>
    /// <param name="pod">The pod.</param>
    /// <param name="container">The container.</param>
    /// <param name="environment">The variables of the container.</param>
    /// <param name="volumes">The folders of the pod's volumes.</param>
    /// <param name="addresses">Where the pod is on the network.</param>
    /// <param name="options">What holds for all containers.</param>
    public ContainerSandbox(
        string folder, PodObject pod, ContainerSpec container, IReadOnlyDictionary<string, string> environment,
        PodVolumes volumes, PodAddresses addresses, SandboxOptions options)
    {
        _folder = folder;
        _pod = pod;
        _container = container;
        _volumes = volumes;
        _addresses = addresses;
        _options = options;
        _hostName = environment["HOSTNAME"];
        _environment = options.Isolated ? environment : OnThisMachine(environment);
        TerminationLog = Path.Combine(folder, "termination-log");
    }

    /// <summary>The file at the container's termination message path; not there while nothing has run.</summary>
    public string TerminationLog { get; }

    private string WorkingDirectory => _root is null ? _folder : _container.WorkingDirectory ?? "/";

    /// <summary>Starts the container's own command.</summary>
    /// <exception cref="ProcessStartException">There is no such program.</exception>
    public LocalProcess Start(IReadOnlyList<string> command, Func<int, ReadOnlyMemory<byte>, ValueTask> output)
    {
        Prepare();
        command = _root is null ? Redirected(command) : command;
        var program = FindProgram(command);
        var line = _root?.Command(_hostName, WorkingDirectory, _container.Tty, command) ?? command;
        _main = LocalProcess.Start(
            new ProcessCommand(_root is null ? program : Isolation.Tools!["unshare"], line)
            {
                Environment = _environment,
                WorkingDirectory = _root is null ? WorkingDirectory : "/",
                OpenInput = _container.Stdin,
                Terminal = _container.Tty,
                OwnsTerminal = _root is null,
                Output = output,
            },
            _root is null ? null : Isolation.FindFirst);
        return _main;
    }

    /// <summary>Starts another command beside the container's own.</summary>
    /// <exception cref="ProcessStartException">There is no such program.</exception>
    public LocalProcess Exec(
        IReadOnlyList<string> command, bool input, bool terminal, Func<int, ReadOnlyMemory<byte>, ValueTask> output)
    {
        Prepare();
        command = _root is null ? Redirected(command) : command;
        var program = FindProgram(command);
        var line = _root is null ? command : EnterLine(First(_root), command, terminal);
        var process = LocalProcess.Start(new ProcessCommand(_root is null ? program : Isolation.Tools!["nsenter"], line)
        {
            Environment = terminal ? new Dictionary<string, string>(_environment) { ["TERM"] = "xterm" } : _environment,
            WorkingDirectory = _root is null ? WorkingDirectory : "/",
            OpenInput = input,
            Terminal = terminal,
            OwnsTerminal = _root is null,
            Output = output,
        });
        _commands[process] = true;
        process.Exit.ContinueWith(_ => _commands.TryRemove(process, out bool _), TaskScheduler.Default);
        return process;
    }

    /// <summary>Ends the commands beside the container's own, and what only kept the surroundings for them where that is played.</summary>
    /// <returns>Completes when they have ended.</returns>
    public Task CloseAsync()
    {
        var commands = _commands.Keys.Concat(_keeper is null ? [] : [_keeper]).ToList();
        commands.ForEach(command => command.Kill());
        return Task.WhenAll(commands.Select(command => command.Exit));
    }

    // The first process has another meaning than the ones after it (signals that it does not handle pass it by), so
    // where the container has none a sleep takes its place.
    private int First(IsolatedRoot root)
    {
        LocalProcess main;
        lock (_making)
        {
            main = _main ?? (_keeper ??= Keeper(root));
        }

        SpinWait.SpinUntil(() => Isolation.IsInside(main.MainId) || main.Exit.IsCompleted, EnterPatience);
        return Isolation.IsInside(main.MainId)
            ? main.MainId
            : throw new ProcessStartException("the container is not ready: unknown");
    }

    private LocalProcess Keeper(IsolatedRoot root) => LocalProcess.Start(
        new ProcessCommand(Isolation.Tools!["unshare"], root.Command(_hostName, "/", terminal: false, KeeperCommand))
        {
            Environment = _environment,
            WorkingDirectory = _folder,
            Output = (_, _) => ValueTask.CompletedTask,
        },
        Isolation.FindFirst);

    private void Prepare()
    {
        lock (_making)
        {
            if (!Directory.Exists(_folder))
            {
                Directory.CreateDirectory(_folder);
                File.WriteAllBytes(TerminationLog, []);
                _volumes.Materialise();
                _root = _options.Isolated ? BuildRoot() : null;
            }
        }
    }

    // A shell on a terminal manages jobs, for which it has to lead a session that its namespace knows.
    private IReadOnlyList<string> EnterLine(int first, IReadOnlyList<string> command, bool terminal) => Isolation.Enter(
        first,
        [.. terminal ? OwnSession : [], "/bin/sh", "-c", "cd \"$0\" && exec \"$@\"", WorkingDirectory, .. command]);

    private IsolatedRoot BuildRoot()
    {
        var root = new IsolatedRoot(_folder);
        var mounts = Mounts().ToList();
        var files = new Dictionary<string, string>
        {
            ["/etc/hosts"] = Hosts(),
            ["/etc/hostname"] = _hostName + "\n",
        };
        if (_options.Speed != 1 && ScaledSleep.ProgramPath is { } sleep)
        {
            mounts.Add((ScaledSleep.OwnPath, sleep));
            files[sleep] = ScaledSleep.Script(_options.Speed);
        }

        root.Build(mounts, files);
        if (_container.WorkingDirectory is { } directory)
        {
            Directory.CreateDirectory(root.HostPath(directory));
        }

        return root;
    }

    private IEnumerable<(string Path, string Source)> Mounts() => _container.VolumeMounts
        .Select(mount => (Path: (string)mount["mountPath"]!, Source: Source(mount)))
        .Append((Path: _container.TerminationMessagePath, Source: TerminationLog));

    private IReadOnlyList<string> Redirected(IReadOnlyList<string> command)
    {
        var mounts = Mounts().Select(mount => (Path: mount.Path.TrimEnd('/'), mount.Source)).Where(mount => mount.Path.Length > 0);
        return new RedirectedPaths(mounts.DistinctBy(mount => mount.Path).ToDictionary(mount => mount.Path, mount => mount.Source)).In(command);
    }

    private string Source(JsonObject mount)
    {
        var folder = _volumes.PathOf((string)mount["name"]!);
        var expression = (string?)mount["subPathExpr"];
        var sub = expression is null ? (string?)mount["subPath"] : ContainerEnvironment.Expand(expression, _environment);
        var path = sub is null ? folder : Path.Combine(folder, sub);
        if (!Path.Exists(path))
        {
            Directory.CreateDirectory(path);
        }

        return path;
    }

    private string Hosts() =>
        $"""
        # Kubernetes-managed hosts file.
        127.0.0.1	localhost
        ::1	localhost ip6-localhost ip6-loopback
        fe00::0	ip6-localnet
        fe00::0	ip6-mcastprefix
        fe00::1	ip6-allnodes
        fe00::2	ip6-allrouters
        {_addresses.PodIP}	{_hostName}

        """ + Aliases();

    private string Aliases() =>
        string.Concat((_pod.Spec["hostAliases"] as JsonArray ?? [])
            .Select(alias => $"{(string?)alias?["ip"]}\t{string.Join('\t', (alias?["hostnames"] as JsonArray ?? []).Select(name => (string?)name))}\n"));

    // Without a file tree of its own a container keeps to its folder as far as it asks the environment where to write.
    private Dictionary<string, string> OnThisMachine(IReadOnlyDictionary<string, string> environment)
    {
        var result = new Dictionary<string, string>(environment) { ["HOME"] = _folder, ["TMPDIR"] = _folder };
        result["PATH"] = $"{environment["PATH"]}:{Environment.GetEnvironmentVariable("PATH")}";
        return result;
    }

    // In the words of runc, which looks before it starts anything.
    private string FindProgram(IReadOnlyList<string> command)
    {
        if (command.Count == 0 || command[0].Length == 0)
        {
            throw new ProcessStartException("args must not be empty: unknown");
        }

        var name = command[0];
        if (!name.Contains('/', StringComparison.Ordinal))
        {
            return _environment["PATH"].Split(':').Select(folder => Path.Combine(folder, name)).FirstOrDefault(IsProgram)
                ?? throw ProcessStartException.CannotExecute(name, "executable file not found in $PATH");
        }

        // What lies in a volume is not at this path of this machine; the shell that starts it will tell.
        var mounted = _root is not null && _container.VolumeMounts.Any(mount =>
            name.StartsWith((string)mount["mountPath"]! + "/", StringComparison.Ordinal));
        return mounted || IsProgram(name) ? name
            : Path.Exists(name) ? throw ProcessStartException.CannotExecute(name, "permission denied")
            : throw ProcessStartException.CannotExecute(name, $"stat {name}: no such file or directory");
    }

    private static bool IsProgram(string path) =>
        File.Exists(path)
        && (OperatingSystem.IsWindows()
            || (File.GetUnixFileMode(path) & (UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute)) != 0);
}
