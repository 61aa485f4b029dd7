using System.Management.Automation;
using PodTools.Completion;
using PodTools.Kubernetes;
using PodTools.Kubernetes.Streams;
using PodTools.Pipeline;

namespace PodTools.Commands;

/// <summary>Opens a shell in a container, in this terminal.</summary>
/// <remarks>
/// Every key goes to the container, Ctrl+C too, and the size of the terminal with it, also when it changes. Ctrl+P followed
/// by Ctrl+Q leaves the shell running and comes back. However it ends, the terminal is as it was before. Where input or output
/// is no terminal, as in a script with redirected output, the command gets plain streams: it reads what the script is given,
/// and each line that it writes is emitted.
/// </remarks>
/// <example>
/// <code>Enter-Pod web</code>
/// <para>Opens bash in the pod web, or sh where there is no bash.</para>
/// </example>
/// <example>
/// <code>Get-Pod web | Enter-Pod -Container app -- python3 -q</code>
/// <para>Opens Python in the container app.</para>
/// </example>
/// <seealso cref="InvokePodExecCommand"/>
/// <seealso cref="ConnectPodCommand"/>
/// <seealso cref="DebugPodCommand"/>
/// <seealso>about_PodTools_Streams</seealso>
[Cmdlet(VerbsCommon.Enter, "Pod", DefaultParameterSetName = ParameterSets.ByName)]
[OutputType(typeof(void))]
[OutputType(typeof(string))]
public sealed class EnterPodCommand : OneContainerCmdlet
{
    private static readonly string[] BestShell = ["sh", "-c", "command -v bash > /dev/null 2>&1 && exec bash || exec sh"];

    /// <summary>The name of the pod. Where a pod is piped in, this is the first word of the command.</summary>
    [Parameter(Mandatory = true, Position = 0, ParameterSetName = ParameterSets.ByName)]
    [Parameter(Position = 0, ParameterSetName = ParameterSets.ByPod)]
    [ArgumentCompleter(typeof(PodNameCompleter))]
    [ValidateNotNullOrEmpty]
    public override string? Name { get; set; }

    /// <summary>The command and its arguments. Without it: bash, or sh where there is none.</summary>
    [Parameter(Position = 1)]
    [ValidateNotNullOrEmpty]
    public string[] Command { get; set; } = [];

    /// <summary>Further words of the command. Those that begin with a dash stand behind two dashes, as in: web -- python3 -q.</summary>
    [Parameter(ValueFromRemainingArguments = true)]
    [AllowEmptyString]
    public string[] ArgumentList { get; set; } = [];

    /// <summary>The keys that leave the command running and come back; empty for none.</summary>
    [Parameter]
    public string DetachKeys { get; set; } = "ctrl-p,ctrl-q";

    /// <inheritdoc/>
    protected override Task BeginAsync(IPipeline pipeline, CancellationToken stop)
    {
        ExecWords.RequireDashes(ArgumentList, Invocation);
        return base.BeginAsync(pipeline, stop);
    }

    /// <inheritdoc/>
    protected override async Task ProcessAsync(IPipeline pipeline, CancellationToken stop)
    {
        var keys = Terminal.DetachKeys.Parse(DetachKeys);
        if (await FindAsync(pipeline, stop) is not { } pod)
        {
            return;
        }

        string[] words = [.. Pod is not null && Name is not null ? [Name] : Array.Empty<string>(), .. Command, .. ArgumentList];
        var work = new TerminalWork(pod, pipeline);
        var options = new ExecOptions { Container = Choose(pod, pipeline), Command = words.Length > 0 ? words : BestShell, Stdin = true };
        if (work.Open() is { } terminal)
        {
            await using var process = await StartAsync(pod, options with { Tty = true }, stop);
            await work.RunAsync(terminal, process, keys, redraw: false, stop);
        }
        else
        {
            await using var process = await StartAsync(pod, options, stop);
            await work.ConverseAsync(process, stop);
        }
    }

    private static Task<RemoteProcess> StartAsync(Pod pod, ExecOptions options, CancellationToken stop) =>
        ExecClient.StartAsync(KubernetesConnection.For(pod), pod.Namespace!, pod.Name!, options, stop);
}
