using System.Management.Automation;
using System.Text;
using PodTools.Completion;
using PodTools.Kubernetes.Streams;
using PodTools.Pipeline;

namespace PodTools.Commands;

/// <summary>Runs a command in containers and gives what it wrote and how it ended.</summary>
/// <remarks>
/// The command is a program and its arguments; no shell reads it unless -Shell is given. Several pods run it in parallel, and
/// results come as they finish. An exit code other than 0 is an error besides the result, unless -IgnoreExitCode is given. A
/// connection that is lost before the exit code is known leaves ExitCode empty and is an error, never a success.
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
/// <code>Invoke-PodExec db -Command pg_dump, -Fc, shop -OutFile shop.dump</code>
/// <para>Writes what the command prints to a file, byte by byte and however large it is.</para>
/// </example>
// Not ByName as elsewhere: its InputObject takes anything, and would take the pods that are piped in.
[Cmdlet(VerbsLifecycle.Invoke, "PodExec", SupportsShouldProcess = true, DefaultParameterSetName = ParameterSets.ByPod)]
[OutputType(typeof(PodExecResult))]
public sealed class InvokePodExecCommand : PodActionCmdlet
{
    private readonly MemoryStream _input = new();
    private bool _hasInput;
    private int _outFileTaken;

    /// <summary>The command and its arguments. With -Shell: a line of shell.</summary>
    [Parameter(Mandatory = true, Position = 1)]
    [ValidateNotNullOrEmpty]
    public string[] Command { get; set; } = [];

    /// <summary>The container. Without it: the pod's default one.</summary>
    [Parameter]
    [Alias("c")]
    [ArgumentCompleter(typeof(ContainerCompleter))]
    public string? Container { get; set; }

    /// <summary>Has the container's sh run the command as a line of shell.</summary>
    [Parameter]
    public SwitchParameter Shell { get; set; }

    /// <summary>What the command reads: lines of text, or bytes. Its input ends after the last.</summary>
    [Parameter(ParameterSetName = ParameterSets.ByName, ValueFromPipeline = true)]
    public object? InputObject { get; set; }

    /// <summary>
    /// The file that gets what the command writes to standard output, byte by byte as it comes; Output of the result stays
    /// empty. It takes the output of one pod only, and replaces a file that is there.
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

    /// <inheritdoc/>
    private protected override string Question => $"Run {string.Join(' ', Command)}";

    /// <inheritdoc/>
    private protected override bool WaitsForAllInput => InputObject is not null;

    /// <inheritdoc/>
    private protected override void TakeInput()
    {
        _hasInput = true;
        var bytes = ManifestInput.Unwrap(InputObject) switch
        {
            byte[] several => several,
            byte one => [one],
            var other => Encoding.UTF8.GetBytes($"{Tables.TextOf(other)}\n"),
        };
        _input.Write(bytes);
    }

    /// <inheritdoc/>
    private protected override async Task ActAsync(Pod pod, IPipeline pipeline, CancellationToken stop)
    {
        ContainerTalk.Tell(pod, Container, pipeline, all: false);
        var options = new ExecOptions { Container = Container, Command = On(Shell) ? ["sh", "-c", string.Join(' ', Command)] : Command };
        await using var file = OutFile is null ? null : CreateOutFile(pipeline.FullPath(OutFile));
        var (result, exit) = await RunAsync(pod, options, file, stop);
        pipeline.Write(result);
        if (exit.Error is { } error)
        {
            throw error;
        }

        if (exit.ExitCode != 0 && !On(IgnoreExitCode))
        {
            throw new PodCommandException(
                "PodExecFailed",
                ErrorCategory.InvalidResult,
                $"'{string.Join(' ', Command)}' in pod '{pod}', container '{result.Container}', ended with exit code {exit.ExitCode}.{LastWords(result)}",
                "Give -IgnoreExitCode when that is expected.");
        }
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        base.Dispose(disposing);
        _input.Dispose();
    }

    private async Task<(PodExecResult Result, RemoteExit Exit)> RunAsync(Pod pod, ExecOptions options, Stream? output, CancellationToken stop)
    {
        using var limited = CancellationTokenSource.CreateLinkedTokenSource(stop);
        if (Timeout is { } timeout)
        {
            limited.CancelAfter(timeout);
        }

        using var input = _hasInput ? new MemoryStream(_input.GetBuffer(), 0, (int)_input.Length, writable: false) : null;
        try
        {
            return await ExecClient.CaptureAsync(pod, options, input, output, limited.Token);
        }
        catch (OperationCanceledException) when (!stop.IsCancellationRequested)
        {
            throw new PodCommandException(
                "PodExecTimeout", ErrorCategory.OperationTimeout, $"'{string.Join(' ', Command)}' in pod '{pod}' did not end within {Timeout}.", "Give a longer -Timeout.");
        }
    }

    private FileStream CreateOutFile(string path)
    {
        if (Interlocked.Exchange(ref _outFileTaken, 1) == 1)
        {
            throw new PodCommandException(
                "OutFileTaken",
                ErrorCategory.InvalidArgument,
                $"'{path}' has the output of another pod already, and the outputs of two would be mixed up in it.",
                "Give each pod a file of its own, as in: Get-Pod | ForEach-Object { $_ | Invoke-PodExec -Command ... -OutFile \"$($_.Name).txt\" }");
        }

        // The pieces that arrive are as large as a buffer would be.
        return new FileStream(path, new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write, BufferSize = 0 });
    }

    private static string LastWords(PodExecResult result)
    {
        var last = result.ErrorOutput.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).LastOrDefault();
        return last is null ? "" : $" It said: {last}";
    }
}
