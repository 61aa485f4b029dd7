using System.Management.Automation;
using PodTools.Completion;
using PodTools.Kubernetes.Copy;
using PodTools.Pipeline;

namespace PodTools.Commands;

/// <summary>Copies files and folders into containers and out of them.</summary>
/// <remarks>
/// Where the destination is a folder, or ends with a slash, the item is put into it; else it gets that name. Files that are
/// there already are replaced. Modes and times are kept, and files that are copied from a container stay sparse; hard links
/// become files of their own. What arrived is verified by size, and by checksum where the container can compute one. The
/// container needs tar, or else a shell with cat. Entries that would leave the destination, and links that lead out of it, are
/// not written but named in a warning and in Skipped; so are /proc, /sys and /dev where the whole of / is copied. A download
/// that is cut goes on where it was, an upload begins again, a few times. No short file ever stands under the name of the
/// whole: with tar, what is sent is unpacked and verified in a folder beside the destination first, which therefore needs
/// room for both.
/// </remarks>
/// <example>
/// <code>Copy-PodItem -FromPod web -Path /etc/hosts -Destination ./</code>
/// <para>Copies a file of the pod web into the current folder.</para>
/// </example>
/// <example>
/// <code>Get-ChildItem *.txt | Copy-PodItem -ToPod web -Container app -Destination /tmp</code>
/// <para>Copies files into a folder of the container app.</para>
/// </example>
/// <example>
/// <code>Get-Pod -LabelSelector app=web | ForEach-Object { Copy-PodItem -FromPod $_ -Path '/var/log/*.log' -Destination "logs/$($_.Name)/" }</code>
/// <para>Collects the logs of several pods, each in a folder of its own.</para>
/// </example>
/// <seealso cref="InvokePodExecCommand"/>
/// <seealso cref="DebugPodCommand"/>
/// <seealso>about_PodTools_Streams</seealso>
[Cmdlet(VerbsCommon.Copy, "PodItem", SupportsShouldProcess = true, DefaultParameterSetName = ToPodSet)]
[OutputType(typeof(PodCopyResult))]
public sealed class CopyPodItemCommand : ClusterCmdlet
{
    private const string FromPodSet = "FromPod";
    private const string ToPodSet = "ToPod";
    private const string ToPodLiteralSet = "ToPodLiteralPath";
    private readonly List<Pod> _pods = [];
    private ParallelWork? _work;

    /// <summary>The pods to copy into: names, with wildcards, or pods as Get-Pod emits them.</summary>
    [Parameter(Mandatory = true, ParameterSetName = ToPodSet)]
    [Parameter(Mandatory = true, ParameterSetName = ToPodLiteralSet)]
    [ArgumentCompleter(typeof(PodNameCompleter))]
    [SupportsWildcards]
    [ValidateNotNullOrEmpty]
    public object[] ToPod { get; set; } = [];

    /// <summary>The pod to copy from: its name, or a pod as Get-Pod emits it.</summary>
    [Parameter(Mandatory = true, ParameterSetName = FromPodSet)]
    [ArgumentCompleter(typeof(PodNameCompleter))]
    [ValidateNotNullOrEmpty]
    public object? FromPod { get; set; }

    /// <summary>
    /// The files and folders to copy; wildcards are allowed. With -ToPod paths of this machine, with -FromPod paths in the
    /// container, always with slashes.
    /// </summary>
    [Parameter(Mandatory = true, Position = 0, ParameterSetName = FromPodSet)]
    [Parameter(Mandatory = true, Position = 0, ParameterSetName = ToPodSet, ValueFromPipeline = true)]
    [SupportsWildcards]
    [ValidateNotNullOrEmpty]
    public string[] Path { get; set; } = [];

    /// <summary>Files and folders of this machine, in whose names wildcard characters stand for themselves.</summary>
    [Parameter(Mandatory = true, ParameterSetName = ToPodLiteralSet, ValueFromPipelineByPropertyName = true)]
    [Alias("PSPath", "LP")]
    [ValidateNotNullOrEmpty]
    public string[] LiteralPath { get; set; } = [];

    /// <summary>Where to copy to: with -ToPod a path in the container, with -FromPod one of this machine.</summary>
    [Parameter(Mandatory = true, Position = 1)]
    [ValidateNotNullOrEmpty]
    public string Destination { get; set; } = "";

    /// <summary>The container. Without it: the pod's default one.</summary>
    [Parameter]
    [Alias("c")]
    [ArgumentCompleter(typeof(ContainerCompleter))]
    public string? Container { get; set; }

    /// <summary>The namespace of pods that are named. Without it: that of the context.</summary>
    [Parameter]
    [Alias("ns", "n")]
    [ArgumentCompleter(typeof(NamespaceCompleter))]
    public string? Namespace { get; set; }

    /// <summary>How many copies are made at the same time, 1 to 1000.</summary>
    [Parameter]
    [ValidateRange(1, 1000)]
    public int ThrottleLimit { get; set; } = 4;

    /// <summary>Does not ask, whatever the confirm preference is.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    /// <inheritdoc/>
    protected override async Task BeginAsync(IPipeline pipeline, CancellationToken stop)
    {
        _work = new ParallelWork(ThrottleLimit, pipeline, stop);
        object[] given = FromPod is null ? ToPod : [FromPod];
        await foreach (var pod in PodArgument.FindAsync(given, () => OpenCluster(pipeline), Namespace, pipeline, stop))
        {
            ContainerTalk.Tell(pod, Container, pipeline, all: false);
            _pods.Add(pod);
        }
    }

    /// <inheritdoc/>
    protected override async Task ProcessAsync(IPipeline pipeline, CancellationToken stop)
    {
        foreach (var pod in _pods)
        {
            await (FromPod is null ? SendAsync(pod, pipeline, stop) : FetchAsync(pod, pipeline, stop));
        }
    }

    /// <inheritdoc/>
    protected override Task EndAsync(IPipeline pipeline, CancellationToken stop) => _work!.FinishAsync();

    private async Task SendAsync(Pod pod, IPipeline pipeline, CancellationToken stop)
    {
        var sources = Path.SelectMany(path => Resolve(path, literal: false, pipeline))
            .Concat(LiteralPath.SelectMany(path => Resolve(path, literal: true, pipeline)))
            .ToList();
        foreach (var source in sources)
        {
            var into = sources.Count > 1 || (File.Exists(source) && Destination.EndsWith('/'));
            var target = into ? $"{Destination.TrimEnd('/')}/{System.IO.Path.GetFileName(source)}" : Destination;
            await StartAsync(pod, source, target, PodCopier.ToPodAsync, pipeline, stop);
        }
    }

    private async Task FetchAsync(Pod pod, IPipeline pipeline, CancellationToken stop)
    {
        var sources = new List<string>();
        foreach (var path in Path)
        {
            try
            {
                sources.AddRange(await PodCopier.FindAsync(pod, path, new CopyOptions { Container = Container }, stop));
            }
            catch (KubernetesException exception)
            {
                pipeline.WriteError(ErrorRecords.From(exception, path));
            }
        }

        var target = pipeline.FullPath(Destination);
        if (sources.Count > 1 || System.IO.Path.EndsInDirectorySeparator(Destination))
        {
            target = System.IO.Path.TrimEndingDirectorySeparator(target) + System.IO.Path.DirectorySeparatorChar;
        }

        foreach (var source in sources)
        {
            await StartAsync(pod, source, target, PodCopier.FromPodAsync, pipeline, stop);
        }
    }

    private async Task StartAsync(
        Pod pod,
        string source,
        string target,
        Func<Pod, string, string, CopyOptions, CancellationToken, Task<PodCopyResult>> copy,
        IPipeline pipeline,
        CancellationToken stop)
    {
        if (!pipeline.ShouldProcess($"pod '{pod}'", $"Copy '{source}' to '{target}'", !On(Force)))
        {
            return;
        }

        await _work!.AddAsync(source, async () =>
        {
            var meter = new CopyMeter($"Copying '{source}' to '{target}'", pipeline);
            var result = await copy(pod, source, target, new CopyOptions { Container = Container, Progress = meter }, stop);
            meter.Finish();
            foreach (var skipped in result.Skipped)
            {
                pipeline.Warn($"Not copied: {skipped}.");
            }

            pipeline.Write(result);
        });
    }

    /// <summary>The files that a path of this machine means; none is an error, as for a wildcard in Copy-Item it is not.</summary>
    private static IReadOnlyList<string> Resolve(string path, bool literal, IPipeline pipeline)
    {
        IReadOnlyList<string> found = [];
        Exception? unknownDrive = null;
        try
        {
            found = pipeline.ResolvePath(path, literal);
        }
        catch (InvalidOperationException exception) when (exception.InnerException is SessionStateException)
        {
            // C:\ is a path of Windows on every machine, and never a pod named C.
            unknownDrive = exception;
        }

        if (found.Count == 0 && (literal || unknownDrive is not null || !NamePattern.IsPattern(path)))
        {
            var missing = new PodCommandException(
                "FileNotFound", ErrorCategory.ObjectNotFound, $"There is no file or folder '{path}'.", "Check the path.", unknownDrive);
            pipeline.WriteError(ErrorRecords.From(missing, path));
        }

        return found;
    }
}
