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
/// The command stands after the names of pods, or alone where pods are piped in or selected. Words that begin with a dash follow
/// two dashes, as in: web -- ls -l /tmp.
///
/// Where it turns out that nothing at all was piped in, it may be pods that were expected, or input: nothing is run then, and a
/// warning says so, unless the command was given by name, as -Command.
///
/// What else is piped in is the command's standard input, which ends after the last object: text and objects line by line,
/// bytes as they are, and of files their content. One pod reads it as it comes; where there are several, it is first kept in
/// a temporary file. Servers before Kubernetes 1.30 cannot end the input of a command; one that goes on waiting there for
/// the end is an error.
/// </remarks>
/// <example>
/// <code>Invoke-PodExec web -Container app -Command cat, /etc/hosts</code>
/// <para>Prints a file of a container.</para>
/// </example>
/// <example>
/// <code>Invoke-PodExec web -- ls -l /etc</code>
/// <para>Runs a command with words that begin with a dash.</para>
/// </example>
/// <example>
/// <code>Get-Pod -LabelSelector app=web | Invoke-PodExec -Shell 'df -h /data | tail -1' | Select-Object Pod, Output</code>
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
/// <seealso cref="EnterPodCommand"/>
/// <seealso cref="CopyPodItemCommand"/>
/// <seealso cref="ConnectPodCommand"/>
/// <seealso>about_PodTools_Streams</seealso>
// Not ByName as elsewhere: its InputObject takes anything, and would take the pods that are piped in.
[Cmdlet(VerbsLifecycle.Invoke, "PodExec", SupportsShouldProcess = true, DefaultParameterSetName = ParameterSets.ByPod)]
[OutputType(typeof(PodExecResult))]
[OutputType(typeof(PodExecLine), typeof(byte[]))]
public sealed class InvokePodExecCommand : PodActionCmdlet, IJobCmdlet
{
    private readonly List<Pod> _held = [];
    private ExecFiles? _files;
    private ExecInput? _input;
    private string[] _firstWords = [];
    private bool _takesInput;
    private bool _podsCame;
    private bool _commandByPosition;

    /// <summary>The names of the pods; wildcards are allowed. Where pods are piped in, this is the first word of the command.</summary>
    [Parameter(Position = 0, ParameterSetName = ParameterSets.ByName, ValueFromPipelineByPropertyName = true)]
    [Parameter(Position = 0, ParameterSetName = ParameterSets.ByPod, ValueFromPipelineByPropertyName = true)]
    [NameTransform]
    [ArgumentCompleter(typeof(PodNameCompleter))]
    [SupportsWildcards]
    [ValidateNotNullOrEmpty]
    public override string[] Name { get; set; } = [];

    /// <summary>Pods, as Get-Pod emits them. Each is acted on in the cluster that it was read from.</summary>
    // Not mandatory as elsewhere: whether the words begin with a name or with the command shows only when something is piped in.
    [Parameter(ParameterSetName = ParameterSets.ByPod, ValueFromPipeline = true)]
    [ValidateNotNull]
    public override Pod[] Pod { get; set; } = [];

    /// <summary>The command and its arguments. With -Shell: a line of shell.</summary>
    [Parameter(Position = 1, ParameterSetName = ParameterSets.ByName)]
    [Parameter(Position = 1, ParameterSetName = ParameterSets.ByPod)]
    [Parameter(Position = 0, ParameterSetName = ParameterSets.BySelector)]
    [AllowEmptyString]
    [ValidateCount(1, int.MaxValue)]
    public string[] Command { get; set; } = [];

    /// <summary>Further words of the command. Those that begin with a dash stand behind two dashes, as in: web -- ls -l /tmp.</summary>
    [Parameter(ValueFromRemainingArguments = true)]
    [AllowEmptyString]
    public string[] ArgumentList { get; set; } = [];

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
    [Parameter(ParameterSetName = ParameterSets.ByPod)]
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

    /// <summary>
    /// Writes standard output to this file, byte by byte, and not into the result. A folder, which exists or ends in a slash,
    /// gets a file for each pod, with the pod's name; several pods need one.
    /// </summary>
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
    private protected override string Question => $"Run {string.Join(' ', Words)}";

    /// <summary>The command as it was written: where pods are piped in, no name stands before it.</summary>
    private IReadOnlyList<string> Words => [.. _podsCame ? _firstWords : [], .. Command, .. ArgumentList];

    /// <inheritdoc/>
    protected override async Task BeginAsync(IPipeline pipeline, CancellationToken stop)
    {
        await base.BeginAsync(pipeline, stop);
        if (new[] { On(Stream), On(AsByteStream), OutFile is not null }.Count(given => given) > 1)
        {
            throw new PodCommandException(
                "ParametersExclusive", ErrorCategory.InvalidArgument, "-Stream, -AsByteStream and -OutFile exclude one another.", "Give one of them.");
        }

        ExecWords.RequireDashes(ArgumentList, Invocation);
        _files = ExecFiles.At(OutFile, pipeline);

        _firstWords = Name;
        _commandByPosition = ExecWords.AreByPosition(nameof(Command), Invocation);

        // Where no pods are named, what is piped in says which are meant.
        _takesInput = (Name.Length > 0 || Query != PodQuery.Everything) && (ExpectsInput || InputObject is not null);
    }

    /// <inheritdoc/>
    protected override async Task ProcessAsync(IPipeline pipeline, CancellationToken stop)
    {
        _podsCame = Pod.Length > 0;
        ExecWords.Require(Words);
        if (_podsCame)
        {
            await KeepGivenInputAsync(stop);
        }

        await (_podsCame || !_takesInput ? ActOnMeantAsync(pipeline, stop) : (_input ??= OpenInput(pipeline, stop)).AddAsync(InputObject, stop));
    }

    /// <inheritdoc/>
    protected override async Task EndAsync(IPipeline pipeline, CancellationToken stop)
    {
        if (_takesInput && !_podsCame && Command.Length > 0 && (_input is not null || IsSurelyInput(pipeline)))
        {
            await (_input ??= OpenInput(pipeline, stop)).EndAsync();
        }

        foreach (var pod in _held)
        {
            await ActOnAsync(pod, pipeline, stop);
        }

        await base.EndAsync(pipeline, stop);
    }

    /// <inheritdoc/>
    private protected override async Task ActAsync(Pod pod, IPipeline pipeline, CancellationToken stop)
    {
        var options = new ExecOptions { Container = ContainerTalk.Choose(pod, Container, pipeline), Command = On(Shell) ? ["sh", "-c", string.Join(' ', Words)] : Words };
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
        _input?.Dispose();
    }

    /// <summary>
    /// Whether what was piped in, but is empty, was meant for the command to read. It may as well be pods, of which there were
    /// none: then the words are not what they seem, unless the command was given by the name of its parameter.
    /// </summary>
    private bool IsSurelyInput(IPipeline pipeline)
    {
        if (!_commandByPosition)
        {
            return true;
        }

        pipeline.Warn($"Nothing was piped in, neither pods nor input, and nothing was run. To run '{string.Join(' ', Words)}' in '{Name[0]}' with an empty input, name the parameter -Command.");
        return false;
    }

    /// <summary>Keeps -InputObject for the pods that are piped in.</summary>
    private async Task KeepGivenInputAsync(CancellationToken stop)
    {
        if (_input is null && InputObject is not null)
        {
            _input = new KeptInput(run: () => Task.CompletedTask);
            await _input.AddAsync(InputObject, stop);
            await _input.EndAsync();
        }
    }

    /// <summary>A command in one pod reads what is piped in as it comes; of several, each reads all of it when it is complete.</summary>
    private ExecInput OpenInput(IPipeline pipeline, CancellationToken stop)
    {
        var isForOne = Name is [var name] && !NamePattern.IsPattern(name) && Namespace.Length < 2;
        return isForOne ? new PassedInput(() => RunNamedAsync(pipeline, stop), TimeProvider.System) : new KeptInput(() => ActOnMeantAsync(pipeline, stop));
    }

    private async Task RunNamedAsync(IPipeline pipeline, CancellationToken stop)
    {
        await base.ProcessAsync(pipeline, stop);
        await base.EndAsync(pipeline, stop);
    }

    /// <summary>Acts on the pods that are meant now. One file is for one pod: whether there are more is found out before anything runs.</summary>
    private async Task ActOnMeantAsync(IPipeline pipeline, CancellationToken stop)
    {
        if (_files is null or { IsFolder: true })
        {
            await base.ProcessAsync(pipeline, stop);
            return;
        }

        await foreach (var pod in SelectAsync(pipeline, stop))
        {
            _held.Add(pod);
            if (_held.Count > 1)
            {
                throw _files.OfSeveral(_held);
            }
        }
    }

    private async Task<(PodExecResult Result, RemoteExit Exit, string? LastWords)> RunAsync(
        Pod pod, ExecOptions options, IPipeline pipeline, CancellationToken stop)
    {
        using var limited = CancellationTokenSource.CreateLinkedTokenSource(stop);
        if (Timeout is { } timeout)
        {
            limited.CancelAfter(timeout);
        }

        using var input = _input?.Open();
        try
        {
            return On(Stream) ? await ExecFlow.LinesAsync(pod, options, input, pipeline, limited.Token)
                : On(AsByteStream) ? await ExecFlow.BlocksAsync(pod, options, input, pipeline, limited.Token)
                : await KeepAsync(pod, options, input, limited.Token);
        }
        catch (OperationCanceledException) when (!stop.IsCancellationRequested)
        {
            throw ExecFailure.OfTimeout(pod, Words, Timeout);
        }
    }

    private async Task<(PodExecResult Result, RemoteExit Exit, string? LastWords)> KeepAsync(
        Pod pod, ExecOptions options, Stream? input, CancellationToken stop)
    {
        await using var file = _files?.Open(pod);
        var (result, exit) = await ExecClient.CaptureAsync(pod, options, input, file, null, stop);
        return (result, exit, ExecFailure.LastLine(result.ErrorOutput));
    }
}
