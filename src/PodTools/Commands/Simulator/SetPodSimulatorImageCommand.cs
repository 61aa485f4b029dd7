using System.Collections;
using System.Globalization;
using System.Management.Automation;
using PodTools.Pipeline;

namespace PodTools.Commands;

/// <summary>Says what containers of an image do in a simulated cluster.</summary>
/// <remarks>
/// It holds for containers that start from now on, in place of running anything. Saying it again for the same image replaces
/// what was said before. A script block for -OnExec runs in a runspace of its own and does not see the variables of the caller.
/// </remarks>
/// <example>
/// <code>Set-PodSimulatorImage shop/api -LogLine 'listening on 8080' -Port @{ 8080 = 'ok' }</code>
/// <para>Lets pods of the image shop/api answer on a port.</para>
/// </example>
/// <example>
/// <code>Set-PodSimulatorImage 'shop/*' -LogLine 'no licence' -ExitAfter 2s -ExitCode 3</code>
/// <para>Lets all images of shop fail after two seconds, to rehearse what is done then.</para>
/// </example>
/// <example>
/// <code>Set-PodSimulatorImage db -ExecReply @{ 'pg_isready' = 'accepting connections' } -OnExec { param($exec) "ran $($exec.Command)" }</code>
/// <para>Answers one command with a text, and all others by a script block.</para>
/// </example>
/// <seealso cref="StartPodSimulatorCommand"/>
/// <seealso cref="SetPodSimulatorFaultCommand"/>
/// <seealso>about_PodTools_Simulator</seealso>
[Cmdlet(VerbsCommon.Set, "PodSimulatorImage", SupportsShouldProcess = true)]
[OutputType(typeof(void))]
public sealed class SetPodSimulatorImageCommand : SimulatorCmdlet
{
    /// <summary>The image as pods name it, without a tag for all tags; * stands for any text.</summary>
    [Parameter(Mandatory = true, Position = 0)]
    [ValidateNotNullOrEmpty]
    public string Image { get; set; } = "";

    /// <summary>Lines that a container writes to its log when it starts.</summary>
    [Parameter]
    [AllowEmptyString]
    public string[] LogLine { get; set; } = [];

    /// <summary>How long after its start a container ends, as a time span or in seconds. Without it: it stays.</summary>
    [Parameter]
    [DurationTransform]
    public TimeSpan? ExitAfter { get; set; }

    /// <summary>The exit code with which it ends.</summary>
    [Parameter]
    [ValidateRange(0, 255)]
    public int ExitCode { get; set; }

    /// <summary>Ends because it used more memory than it may.</summary>
    [Parameter]
    public SwitchParameter OutOfMemory { get; set; }

    /// <summary>The text with which each port answers over HTTP, such as @{ 8080 = 'ok' }.</summary>
    [Parameter]
    [ValidateNotNull]
    public IDictionary Port { get; set; } = new Hashtable();

    /// <summary>What commands print, by the whole command line, such as @{ 'cat /etc/motd' = 'welcome' }.</summary>
    [Parameter]
    [ValidateNotNull]
    public IDictionary ExecReply { get; set; } = new Hashtable();

    /// <summary>Answers all other commands; it gets an object with Namespace, Pod, Container and Command, and what it emits is printed.</summary>
    [Parameter]
    public ScriptBlock? OnExec { get; set; }

    /// <summary>Why the image cannot be pulled, such as 'not found'.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? PullError { get; set; }

    /// <summary>How long a pull takes, as a time span or in seconds.</summary>
    [Parameter]
    [DurationTransform]
    public TimeSpan PullDelay { get; set; }

    /// <summary>How long a container takes to start, as a time span or in seconds.</summary>
    [Parameter]
    [DurationTransform]
    public TimeSpan StartDelay { get; set; }

    /// <inheritdoc/>
    protected override Task ProcessAsync(IPipeline pipeline, CancellationToken stop)
    {
        var image = Describe();
        foreach (var simulator in FindSimulators(pipeline))
        {
            if (pipeline.ShouldProcess($"simulator '{simulator.Name}'", $"Set what containers of image '{Image}' do"))
            {
                simulator.SetImage(image);
            }
        }

        return Task.CompletedTask;
    }

    private SimulatedImage Describe() => new(Image)
    {
        LogLines = LogLine,
        ExitAfter = ExitAfter,
        ExitCode = ExitCode,
        OutOfMemory = On(OutOfMemory),
        Ports = Tables.ToText(Port).ToDictionary(entry => PortOf(entry.Key), entry => entry.Value),
        ExecReplies = Tables.ToText(ExecReply),
        OnExec = OnExec is null ? null : Answer(OnExec.ToString()),
        PullError = PullError,
        PullDelay = PullDelay,
        StartDelay = StartDelay,
    };

    private static int PortOf(string text) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var port) && port is > 0 and < 65536
        ? port
        : throw new ArgumentException($"'{text}' is no port. Give -Port as @{{ 8080 = 'reply' }}.");

    /// <summary>A script block belongs to the runspace of its caller, which is busy: its text is run in another.</summary>
    private static Func<SimulatedExec, SimulatedExecReply> Answer(string script) => exec =>
    {
        using var shell = PowerShell.Create();
        var output = shell.AddScript(script).AddArgument(exec).Invoke();
        var errors = shell.Streams.Error;
        return new SimulatedExecReply(string.Concat(output.Select(each => $"{each}\n")))
        {
            ErrorOutput = string.Concat(errors.Select(each => $"{each}\n")),
            ExitCode = errors.Count == 0 ? 0 : 1,
        };
    };
}
