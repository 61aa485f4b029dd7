using System.Management.Automation;
using PodTools.Completion;
using PodTools.Kubernetes;
using PodTools.Kubernetes.Logs;
using PodTools.Pipeline;

namespace PodTools.Commands;

/// <summary>Gets the logs of pods.</summary>
/// <remarks>
/// Each line is an entry that knows its pod, container and time, and prints as the line. The logs of several pods or
/// containers are merged in the order of time; while following, entries are held back for a quarter of a second for that.
/// Following goes on after lost connections and restarts without losing or repeating a line, and with a selector it takes up
/// new pods. A container's restart, lines that the cluster no longer has, and a pod's deletion are remarks among the entries,
/// of another Kind than Line; where only text or bytes are wanted, they are warnings.
/// </remarks>
/// <example>
/// <code>Get-PodLog web -Tail 20</code>
/// <para>Shows the last twenty lines.</para>
/// </example>
/// <example>
/// <code>Get-PodLog -LabelSelector app=web -Follow -Match 'error|timeout'</code>
/// <para>Follows all pods with the label, also new ones, and shows the lines that match.</para>
/// </example>
/// <example>
/// <code>Get-PodLog web -Since 1h -AsJson | Where-Object { $_.Properties.level -eq 'warn' }</code>
/// <para>Reads the lines of the last hour as JSON, and selects by one of their properties.</para>
/// </example>
/// <example>
/// <code>Get-PodLog web -OutFile web.log</code>
/// <para>Keeps the log in a file, byte by byte as the container wrote it.</para>
/// </example>
/// <seealso cref="GetPodEventCommand"/>
/// <seealso cref="GetPodDiagnosisCommand"/>
/// <seealso cref="ConnectPodCommand"/>
/// <seealso>about_PodTools_Streams</seealso>
[Cmdlet(VerbsCommon.Get, "PodLog", DefaultParameterSetName = ParameterSets.ByName)]
[OutputType(typeof(PodLogEntry))]
[OutputType(typeof(string), typeof(byte[]))]
public sealed class GetPodLogCommand : PodSelectionCmdlet
{
    private readonly List<Pod> _pods = [];
    private LogFilter _filter = new(match: null, notMatch: null);
    private PodProgress? _awaited;

    /// <summary>The container. Without it: the pod's default one.</summary>
    [Parameter]
    [Alias("c")]
    [ArgumentCompleter(typeof(ContainerCompleter))]
    public string? Container { get; set; }

    /// <summary>Takes all containers, init containers and ephemeral ones included.</summary>
    [Parameter]
    public SwitchParameter AllContainers { get; set; }

    /// <summary>Goes on with new lines as they come, until the containers end or it is stopped.</summary>
    [Parameter]
    [Alias("f")]
    public SwitchParameter Follow { get; set; }

    /// <summary>Only this many lines from the end of each container's log.</summary>
    [Parameter]
    [ValidateRange(0, long.MaxValue)]
    public long? Tail { get; set; }

    /// <summary>Only lines that are not older than this: a time span, seconds, or text such as 5m.</summary>
    [Parameter]
    [DurationTransform]
    public TimeSpan? Since { get; set; }

    /// <summary>Only lines from this time on.</summary>
    [Parameter]
    public DateTimeOffset? SinceTime { get; set; }

    /// <summary>The log of the container before its last restart.</summary>
    [Parameter]
    [Alias("p")]
    public SwitchParameter Previous { get; set; }

    /// <summary>At most this many bytes of each container's log.</summary>
    [Parameter]
    [ValidateRange(1, long.MaxValue)]
    public long? LimitBytes { get; set; }

    /// <summary>Only lines that match this regular expression.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? Match { get; set; }

    /// <summary>Only lines that do not match this regular expression.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? NotMatch { get; set; }

    /// <summary>Reads each line that is a JSON object into the entry's Properties; the line stays in its Message.</summary>
    [Parameter]
    public SwitchParameter AsJson { get; set; }

    /// <summary>Emits plain text instead of entries, and nothing but lines; remarks about the log are warnings.</summary>
    [Parameter]
    public SwitchParameter Raw { get; set; }

    /// <summary>Prints the time of each line, with its nanoseconds, before the line.</summary>
    [Parameter]
    public SwitchParameter Timestamps { get; set; }

    /// <summary>Emits the log of one container as blocks of bytes, as the container wrote them.</summary>
    [Parameter]
    public SwitchParameter AsByteStream { get; set; }

    /// <summary>Writes the log of one container to this file, byte by byte as the container wrote it, instead of emitting it.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? OutFile { get; set; }

    /// <summary>How many logs are asked for at the same time, 1 to 1000; the others wait. Logs that are followed are all followed at once.</summary>
    [Parameter]
    [ValidateRange(1, 1000)]
    public int ThrottleLimit { get; set; } = 32;

    private bool WantsBytes => On(AsByteStream) || OutFile is not null;

    private LogOptions Options => new()
    {
        Container = Container,
        AllContainers = On(AllContainers),
        Follow = On(Follow),
        Previous = On(Previous),
        Since = Since,
        SinceTime = SinceTime,
        Tail = Tail,
        LimitBytes = LimitBytes,
    };

    /// <inheritdoc/>
    protected override async Task BeginAsync(IPipeline pipeline, CancellationToken stop)
    {
        await base.BeginAsync(pipeline, stop);
        _filter = new LogFilter(Match, NotMatch);
        if (Since is not null && SinceTime is not null)
        {
            throw Exclusive("-Since and -SinceTime");
        }

        var looksAtLines = On(AllContainers) || On(Raw) || On(AsJson) || On(Timestamps) || Match is not null || NotMatch is not null;
        if (WantsBytes && looksAtLines)
        {
            throw Exclusive("-AsByteStream and -OutFile, which take the bytes of one container as they are, and what looks at lines");
        }
    }

    /// <inheritdoc/>
    protected override async Task ProcessAsync(IPipeline pipeline, CancellationToken stop)
    {
        if (On(Follow) && Query != PodQuery.Everything && !WantsBytes)
        {
            await FollowSelectionAsync(pipeline, stop);
            return;
        }

        await foreach (var pod in SelectAsync(pipeline, stop))
        {
            _pods.Add(pod);
        }
    }

    /// <inheritdoc/>
    protected override async Task EndAsync(IPipeline pipeline, CancellationToken stop)
    {
        if (WantsBytes)
        {
            await CopyAsync(pipeline, stop);
            return;
        }

        var clusters = _pods.GroupBy(KubernetesConnection.For);
        await Task.WhenAll(clusters.Select(async pods =>
        {
            foreach (var pod in pods)
            {
                ContainerTalk.Tell(pod, On(AllContainers) ? null : Container, pipeline, On(AllContainers));
            }

            TellOfStart(pods, pipeline);
            try
            {
                await EmitAsync(Client(pods.Key, pipeline).ReadAsync([.. pods], Options, stop), pipeline);
            }
            catch (KubernetesException exception)
            {
                pipeline.WriteError(ErrorRecords.From(exception, pods.First()));
            }
        }));
    }

    private async Task FollowSelectionAsync(IPipeline pipeline, CancellationToken stop)
    {
        var cluster = OpenCluster(pipeline);
        await Task.WhenAll(Selection().NamespacesIn(cluster)
            .Select(ns => EmitAsync(Client(cluster.Connection, pipeline).FollowAsync(ns, Query, Options, stop), pipeline)));
    }

    /// <summary>Says what a log that has not begun waits for, until it begins.</summary>
    private void TellOfStart(IEnumerable<Pod> pods, IPipeline pipeline)
    {
        if (On(Follow) && pods.FirstOrDefault(pod => pod.Status?.Phase == "Pending") is { } pending)
        {
            _awaited = new PodProgress("Following logs", $"{pending.Namespace}/{pending.Name} has yet to start: {pending.State}");
            pipeline.Progress(_awaited);
        }
    }

    private void TakeBackStart(IPipeline pipeline)
    {
        if (_awaited is { } shown)
        {
            _awaited = null;
            pipeline.Progress(shown with { Completed = true });
        }
    }

    private async Task EmitAsync(IAsyncEnumerable<PodLogEntry> entries, IPipeline pipeline)
    {
        await foreach (var entry in entries)
        {
            TakeBackStart(pipeline);
            if (On(Raw) && entry.Kind != PodLogEntryKind.Line)
            {
                pipeline.Warn(entry.Message);
                continue;
            }

            if (!_filter.Takes(entry))
            {
                continue;
            }

            entry.ShowsTime = On(Timestamps);
            if (On(AsJson))
            {
                entry.ReadProperties();
            }

            pipeline.Write(On(Raw) ? entry.ToString() : entry);
        }
    }

    private async Task CopyAsync(IPipeline pipeline, CancellationToken stop)
    {
        if (_pods.Count > 1)
        {
            throw Exclusive("-AsByteStream and -OutFile, which take one container, and several pods");
        }

        foreach (var pod in _pods)
        {
            ContainerTalk.Tell(pod, Container, pipeline, all: false);
            var blocks = LogBytes.ReadAsync(Client(KubernetesConnection.For(pod), pipeline), pod, Options, pipeline.Warn, stop);
            await (OutFile is null ? EmitAsync(blocks, pipeline) : LogBytes.SaveAsync(blocks, pipeline.FullPath(OutFile), stop));
        }
    }

    private static async Task EmitAsync(IAsyncEnumerable<byte[]> blocks, IPipeline pipeline)
    {
        await foreach (var block in blocks)
        {
            pipeline.Write(block);
        }
    }

    private LogClient Client(KubernetesConnection connection, IPipeline pipeline) =>
        new(connection, failure => pipeline.WriteError(ErrorRecords.From(failure.Error, failure.Pod))) { ThrottleLimit = ThrottleLimit };

    private static PodCommandException Exclusive(string what) =>
        new("ParametersExclusive", ErrorCategory.InvalidArgument, $"{what} exclude one another.", "Leave one of them out.");
}
