using System.Management.Automation;
using PodTools.Completion;
using PodTools.Kubernetes;
using PodTools.Kubernetes.Streams;
using PodTools.Pipeline;

namespace PodTools.Commands;

/// <summary>Joins the main process of a container.</summary>
/// <remarks>
/// Emits each line that the process writes from now on, until it ends; Get-PodLog has the lines before. With -Interactive the
/// terminal is connected with it, for containers that were made with stdin and tty: every key goes to it, Ctrl+C too, and
/// Ctrl+P followed by Ctrl+Q comes back and leaves it running.
/// </remarks>
/// <example>
/// <code>Connect-Pod web | Select-String error</code>
/// <para>Shows errors as the process writes them.</para>
/// </example>
/// <example>
/// <code>Connect-Pod game -Interactive</code>
/// <para>Takes the keyboard of a process that was started with a terminal.</para>
/// </example>
/// <seealso cref="EnterPodCommand"/>
/// <seealso cref="GetPodLogCommand"/>
/// <seealso>about_PodTools_Streams</seealso>
[Cmdlet(VerbsCommunications.Connect, "Pod", DefaultParameterSetName = ParameterSets.ByName)]
[OutputType(typeof(string))]
public sealed class ConnectPodCommand : OnePodCmdlet
{
    /// <summary>The container. Without it: the pod's default one.</summary>
    [Parameter]
    [Alias("c")]
    [ArgumentCompleter(typeof(ContainerCompleter))]
    public string? Container { get; set; }

    /// <summary>Connects the terminal with the process instead of emitting lines.</summary>
    [Parameter]
    public SwitchParameter Interactive { get; set; }

    /// <summary>With -Interactive: the keys that come back and leave the process running; empty for none.</summary>
    [Parameter]
    public string DetachKeys { get; set; } = "ctrl-p,ctrl-q";

    /// <inheritdoc/>
    protected override async Task ProcessAsync(IPipeline pipeline, CancellationToken stop)
    {
        var keys = Terminal.DetachKeys.Parse(DetachKeys);
        if (await FindAsync(pipeline, stop) is not { } pod)
        {
            return;
        }

        var name = ContainerTalk.Choose(pod, Container, pipeline);
        var container = pod.Spec?.Containers.FirstOrDefault(each => each.Name == name);
        var work = new TerminalWork(pod, pipeline);

        // A process that has a terminal must be joined with one, or it would be taken away from it.
        var options = new ExecOptions { Container = name, Tty = container?.Tty == true };
        if (On(Interactive) && RequireTerminal(pod, container) && work.Open() is { } terminal)
        {
            await using var process = await JoinAsync(pod, options with { Stdin = true }, stop);
            await work.RunAsync(terminal, process, keys, redraw: true, stop);
        }
        else
        {
            await using var process = await JoinAsync(pod, options, stop);
            await work.EmitAsync(process, stop);
        }
    }

    private static bool RequireTerminal(Pod pod, Container? container) => container is null or { Stdin: true, Tty: true }
        ? true
        : throw new PodCommandException(
            "ContainerNotInteractive",
            ErrorCategory.InvalidOperation,
            $"The container '{container.Name}' of pod '{pod}' was made without stdin and tty: nobody can type into it.",
            "Open a shell beside its process with Enter-Pod.");

    private static Task<RemoteProcess> JoinAsync(Pod pod, ExecOptions options, CancellationToken stop) =>
        ExecClient.AttachAsync(KubernetesConnection.For(pod), pod.Namespace!, pod.Name!, options, stop);
}
