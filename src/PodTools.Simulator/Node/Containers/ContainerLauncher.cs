using System.Text;
using PodTools.Simulator.Node.Logs;
using PodTools.Simulator.Node.Network;
using PodTools.Simulator.Node.Processes;
using PodTools.Simulator.Node.Sandboxes;

namespace PodTools.Simulator.Node.Containers;

/// <summary>Starts containers: decides whether one is played or runs as a process, and gives it its surroundings.</summary>
internal sealed class ContainerLauncher(
    WorkLoop loop, TimeProvider clock, ImageCatalogue images, ReferencedData data, SandboxOptions options, string folder)
{
    private static readonly ProcessExit Success = new(0);

    private int _runs;

    /// <summary>Starts a container. On the loop.</summary>
    /// <exception cref="ContainerConfigException">Its environment refers to something that is missing.</exception>
    /// <exception cref="ProcessStartException">Its command cannot be started.</exception>
    public ContainerRun Start(PodObject pod, ContainerSpec container, ImageReference image, PodAddresses addresses, PodVolumes volumes)
    {
        var environment = ContainerEnvironment.Of(pod, container, addresses, data);
        var command = container.Command.Concat(container.Arguments)
            .Select(text => ContainerEnvironment.Expand(text, environment)).ToList();
        var log = new ContainerLog(clock);
        var played = images.Find(image);
        var role = ImageCatalogue.RoleOf(image);
        var sandbox = new ContainerSandbox(
            Path.Combine(folder, $"{++_runs}"), pod, container, environment, volumes, addresses, options);
        var runs = played is null && (container.Command.Count > 0 || role == ImageRole.Shell);
        var process = played is not null ? Play(played, log)
            : runs ? Run(container, command, sandbox, log)
            : new PlayedProcess(loop, null, Success, heedsStop: true);
        return new ContainerRun(container, image, ContainerIds.New(), process, log)
        {
            StartedAt = loop.Now,
            Sandbox = sandbox,
            Played = played,
            Ports = played is not null ? PlayedPorts(played, log)
                : runs ? new Dictionary<int, PageServer>()
                : ServedPorts(pod, container, role, addresses, volumes, log),
        };
    }

    /// <summary>Stands for a run that could not begin, with an empty log.</summary>
    public ContainerRun Failed(ContainerSpec container, ImageReference image)
    {
        var log = new ContainerLog(clock);
        log.Complete();
        return new ContainerRun(container, image, ContainerIds.New(), new PlayedProcess(loop, null, Success, heedsStop: true), log)
        {
            StartedAt = loop.Now,
        };
    }

    private PlayedProcess Play(SimulatedImage image, ContainerLog log)
    {
        foreach (var line in image.LogLines)
        {
            WriteLine(log, line);
        }

        var exit = image.OutOfMemory ? new ProcessExit(ProcessExit.Killed, OutOfMemory: true) : new ProcessExit(image.ExitCode);
        var after = image.ExitAfter ?? (image.OutOfMemory || image.ExitCode != 0 ? TimeSpan.Zero : null);
        return new PlayedProcess(loop, after, exit, heedsStop: true);
    }

    // A shell image without a command is a shell: it ends at once when nobody types, and waits when somebody may.
    private IContainerProcess Run(ContainerSpec container, List<string> command, ContainerSandbox sandbox, ContainerLog log)
    {
        if (command.Count == 0)
        {
            if (!container.Stdin)
            {
                return new PlayedProcess(loop, TimeSpan.Zero, Success, heedsStop: true);
            }

            command = ["sh"];
        }

        if (SleepCommand.DurationOf(command) is { } sleep)
        {
            return new PlayedProcess(loop, sleep == TimeSpan.MaxValue ? null : sleep, Success, heedsStop: false);
        }

        return sandbox.Start(command, (stream, bytes) =>
        {
            log.Write(stream, bytes);
            return ValueTask.CompletedTask;
        });
    }

    private static Dictionary<int, PageServer> PlayedPorts(SimulatedImage image, ContainerLog log) =>
        image.Ports.ToDictionary(
            port => port.Key, port => new PageServer(_ => Page.Text(port.Value), line => WriteLine(log, line)));

    private static Dictionary<int, PageServer> ServedPorts(
        PodObject pod, ContainerSpec container, ImageRole role, PodAddresses addresses, PodVolumes volumes, ContainerLog log)
    {
        if (role is not (ImageRole.WebServer or ImageRole.EchoServer))
        {
            return [];
        }

        var pages = role == ImageRole.WebServer
            ? WebPages(container, volumes)
            : _ => Page.Text($"Hey there, this is {pod.Name}. Your request reached {addresses.PodIP}.\n");
        var ports = container.Ports.Select(port => (int)port["containerPort"]!).DefaultIfEmpty(role == ImageRole.WebServer ? 80 : 8080);
        return ports.Distinct().ToDictionary(port => port, _ => new PageServer(pages, line => WriteLine(log, line)));
    }

    // What a volume mounted at the folder of pages holds is served as it is; else there is the welcome page.
    private static Func<string, Page> WebPages(ContainerSpec container, PodVolumes volumes)
    {
        string[] roots = ["/usr/share/nginx/html", "/usr/local/apache2/htdocs", "/var/www/html"];
        var mount = container.VolumeMounts.FirstOrDefault(mount => roots.Contains(((string)mount["mountPath"]!).TrimEnd('/')));
        if (mount is null)
        {
            return path => path.Split('?')[0] is "/" or "/index.html" ? Page.Welcome : Page.Error(404, "Not Found");
        }

        volumes.Materialise();
        var source = Path.GetFullPath(Path.Combine(volumes.PathOf((string)mount["name"]!), (string?)mount["subPath"] ?? ""));
        return path => Page.File(source.TrimEnd('/'), path);
    }

    private static void WriteLine(ContainerLog log, string line) => log.Write(1, Encoding.UTF8.GetBytes(line + "\n"));
}
