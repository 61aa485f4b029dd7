using System.Management.Automation;
using PodTools.Completion;
using PodTools.Jobs;
using PodTools.Kubernetes;
using PodTools.Kubernetes.Streams;
using PodTools.Pipeline;

namespace PodTools.Commands;

/// <summary>Runs a command in containers and gives what it wrote and how it ended.</summary>
/// <remarks>
/// The command is a program and its arguments; no shell reads it unless -Shell is given. Several pods run it in parallel, and
/// results come as they finish. An exit code other than 0 is an error besides the result, unless -IgnoreExitCode is given. A
/// connection that is lost before the exit code is known leaves ExitCode empty and is an error, never a success.
///
/// What is piped in is the command's standard input, which ends after the last object: text and objects line by line, bytes as
/// they are, and of files their content. Servers before Kubernetes 1.30 cannot end the input of a command; one that goes on
/// waiting there for the end is an error.
/// </remarks>
/// <example>
/// <code>Invoke-PodExec web -Container app -Command cat, /etc/hosts</code>
/// <para>Prints a file of a container.</para>
/// </example>
/// <example>
/// <code>Get-Pod -LabelSelector app=web | Invoke-PodExec -Shell -Command 'df -h /data | tail -1' | Select-Object Pod, Output</code>
/// <para>Runs a line of shell in all pods with the label.</para>
/// </example>
/// <example>
/// <code>Get-Content dump.sql | Invoke-PodExec db -Command psql</code>
/// <para>Gives the command an input, line by line, and ends it.</para>
/// </example>
/// <example>
/// <code>Invoke-PodExec web -Stream -Command sh, -c, 'for i in 1 2 3; do echo $i; done' | ForEach-Object { "$($_.Pod): $_" }</code>
/// <para>Takes each line as soon as it is written.</para>
/// </example>
/// <example>
/// <code>Invoke-PodExec web -Command tar, -czf, -, /etc -OutFile ./etc.tar.gz</code>
/// <para>Writes what the command writes to a file, byte by byte.</para>
/// </example>
/// <example>
/// <code>$job = Get-Pod -LabelSelector app=web | Invoke-PodExec -Shell 'make report' -AsJob; $job | Receive-Job -Wait -AutoRemoveJob</code>
/// <para>Runs a long command as a job, and takes the results later.</para>
/// </example>
// Not ByName as elsewhere: its InputObject takes anything, and would take the pods that are piped in.
[Cmdlet(VerbsLifecycle.Invoke, "PodExec", SupportsShouldProcess = true, DefaultParameterSetName = ParameterSets.ByPod)]
[OutputType(typeof(PodExecResult))]
[OutputType(typeof(PodExecLine), typeof(byte[]))]
public sealed class InvokePodExecCommand : PodActionCmdlet, IJobCmdlet
{
    private readonly ExecInput _input = new();
    private string? _file;
    private Pod? _fileOf;

    /// <summary>The command and its arguments. With -Shell: a line of shell.</summary>
    [Parameter(Mandatory = true, Position = 1)]
    [AllowEmptyString]
    [ValidateCount(1, int.MaxValue)]
    public string[] Command { get; set; } = [];

    /// <summary>The container. Without it: the pod's default one.</summary>
    [Parameter]
    [Alias("c")]
    [ArgumentCompleter(typeof(ContainerCompleter))]
    public string? Container { get; set; }

    /// <summary>Has the container's sh run the command as a line of shell.</summary>
    [Parameter]
    public SwitchParameter Shell { get; set; }

    /// <summary>What the command reads: lines of text, bytes or files. Its input ends after the last.</summary>
    [Parameter(ParameterSetName = ParameterSets.ByName, ValueFromPipeline = true)]
    [Parameter(ParameterSetName = ParameterSets.BySelector, ValueFromPipeline = true)]
    public object? InputObject { get; set; }

    /// <summary>Emits each line as soon as it is written, instead of one result at the end.</summary>
    [Parameter]
    public SwitchParameter Stream { get; set; }

    /// <summary>
    /// Emits what is written to standard output as arrays of bytes, as they come, instead of a result; what is written to
    /// standard error becomes warnings.
    /// </summary>
    [Parameter]
    public SwitchParameter AsByteStream { get; set; }

    /// <summary>Writes standard output to this file, byte by byte, and not into the result. For one pod only.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? OutFile { get; set; }

    /// <summary>Does not make an error of an exit code other than 0.</summary>
    [Parameter]
    public SwitchParameter IgnoreExitCode { get; set; }

    /// <summary>How long the command may take, as a time span or in seconds. After that its connection is dropped.</summary>
    [Parameter]
    [DurationTransform]
    public TimeSpan? Timeout { get; set; }

    /// <summary>
    /// Emits a job that runs the command, instead of waiting for it: Receive-Job gives what it emits, Stop-Job drops its
    /// connections. The job is Failed when an error was reported.
    /// </summary>
    [Parameter]
    public SwitchParameter AsJob { get; set; }

    /// <summary>With -AsJob: the name of the job.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? JobName { get; set; }

    /// <inheritdoc/>
    private protected override string Question => $"Run {string.Join(' ', Command)}";

    private IReadOnlyList<string> Words => On(Shell) ? ["sh", "-c", string.Join(' ', Command)] : Command;

    /// <inheritdoc/>
    protected override async Task BeginAsync(IPipeline pipeline, CancellationToken stop)
    {
        await base.BeginAsync(pipeline, stop);
        if (new[] { On(Stream), On(AsByteStream), OutFile is not null }.Count(given => given) > 1)
        {
            throw new PodCommandException(
                "ParametersExclusive", ErrorCategory.InvalidArgument, "-Stream, -AsByteStream and -OutFile exclude one another.", "Give one of them.");
        }

        _file = OutFile is null ? null : pipeline.FullPath(OutFile);

        // With pods named here, the pipeline is the command's input, also an empty one; else it brings the pods.
        ActsAtEnd = Name.Length > 0 || Query != PodQuery.Everything;
        _input.Any = ActsAtEnd && ExpectsInput;
    }

    /// <inheritdoc/>
    private protected override void TakeInput() => _input.Add(InputObject);

    /// <inheritdoc/>
    private protected override async Task ActAsync(Pod pod, IPipeline pipeline, CancellationToken stop)
    {
        ContainerTalk.Tell(pod, Container, pipeline, all: false);
        var options = new ExecOptions { Container = ContainerChoice.For(pod, Container).Name, Command = Words };
        var (result, exit, lastWords) = await RunAsync(pod, options, pipeline, stop);
        if (!On(Stream) && !On(AsByteStream))
        {
            pipeline.Write(result);
        }

        if (exit.Error is { } error)
        {
            throw error;
        }

        if (exit.ExitCode != 0 && !On(IgnoreExitCode))
        {
            throw ExecFailure.Of(result, exit, lastWords);
        }
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        base.Dispose(disposing);
        _input.Dispose();
    }

    private async Task<(PodExecResult Result, RemoteExit Exit, string? LastWords)> RunAsync(
        Pod pod, ExecOptions options, IPipeline pipeline, CancellationToken stop)
    {
        using var limited = CancellationTokenSource.CreateLinkedTokenSource(stop);
        if (Timeout is { } timeout)
        {
            limited.CancelAfter(timeout);
        }

        using var input = _input.Open();
        try
        {
            return On(Stream) ? await ExecFlow.LinesAsync(pod, options, input, pipeline, limited.Token)
                : On(AsByteStream) ? await ExecFlow.BlocksAsync(pod, options, input, pipeline, limited.Token)
                : await KeepAsync(pod, options, input, limited.Token);
        }
        catch (OperationCanceledException) when (!stop.IsCancellationRequested)
        {
            throw ExecFailure.OfTimeout(pod, Command, Timeout);
        }
    }

    private async Task<(PodExecResult Result, RemoteExit Exit, string? LastWords)> KeepAsync(
        Pod pod, ExecOptions options, Stream? input, CancellationToken stop)
    {
        await using var file = OpenFile(pod);
        var (result, exit) = await ExecClient.CaptureAsync(pod, options, input, file, null, stop);
        return (result, exit, ExecFailure.LastLine(result.ErrorOutput));
    }

    private FileStream? OpenFile(Pod pod)
    {
        if (_file is null)
        {
            return null;
        }

        if (_fileOf is not null)
        {
            throw new PodCommandException(
                "OutFileTaken",
                ErrorCategory.InvalidArgument,
                $"'{_file}' has the output of pod '{_fileOf}' already, and the outputs of two would be mixed up in it.",
                "Give each pod a file of its own, as in: Get-Pod | ForEach-Object { $_ | Invoke-PodExec -Command ... -OutFile \"$($_.Name).txt\" }");
        }

        _fileOf = pod;

        // The pieces that arrive are as large as a buffer would be.
        return new FileStream(_file, new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write, BufferSize = 0 });
    }
}
