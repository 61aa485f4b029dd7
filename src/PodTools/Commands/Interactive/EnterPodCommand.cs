using System.Management.Automation;
using PodTools.Completion;
using PodTools.Kubernetes;
using PodTools.Kubernetes.Streams;
using PodTools.Pipeline;

namespace PodTools.Commands;

/// <summary>Opens a shell in a container, in this terminal.</summary>
/// <remarks>
/// The shell is bash, or sh where there is none. Every key goes to the container, Ctrl+C too, and the size of the terminal
/// with it, also when it changes. Ctrl+P followed by Ctrl+Q leaves the shell running and comes back. However it ends, the
/// terminal is as it was before, and $LASTEXITCODE is the exit code of the shell or command, or $null when that is not known.
/// Where input or output is no terminal, as in a script with redirected output, the command gets plain streams: it reads what
/// the script is given, and each line that it writes is emitted.
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
public sealed class EnterPodCommand : CommandInPodCmdlet
{
    private static readonly string[] BestShell = ["sh", "-c", "command -v bash > /dev/null 2>&1 && exec bash || exec sh"];

    /// <summary>The container. Without it: the pod's default one.</summary>
    [Parameter]
    [Alias("c")]
    [ArgumentCompleter(typeof(ContainerCompleter))]
    public string? Container { get; set; }

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

        string[] words = [.. Words, .. ArgumentList];
        var work = new TerminalWork(pod, pipeline);
        var options = new ExecOptions { Container = ContainerTalk.Choose(pod, Container, pipeline), Command = words.Length > 0 ? words : BestShell, Stdin = true };
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
