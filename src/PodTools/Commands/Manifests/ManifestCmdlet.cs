using System.Management.Automation;
using System.Text;
using PodTools.Completion;
using PodTools.Kubernetes;
using PodTools.Manifests;
using PodTools.Pipeline;

namespace PodTools.Commands;

/// <summary>
/// The base of cmdlets that take manifests from files, as text or as objects. Lines of a text that come one by one, as
/// Get-Content emits them, are put together again.
/// </summary>
public abstract class ManifestCmdlet : ClusterCmdlet
{
    private protected const string ByPath = "ByPath";
    private protected const string ByLiteralPath = "ByLiteralPath";
    private protected const string ByManifest = "ByManifest";
    private readonly StringBuilder _lines = new();
    private Pod? _origin;
    private (string? Context, string? KubeConfig, Cluster Cluster)? _named;

    /// <summary>Files of YAML or JSON, with one or several documents; wildcards are allowed. Of a folder, all its .yaml, .yml and .json files.</summary>
    [Parameter(Mandatory = true, Position = 0, ParameterSetName = ByPath)]
    [SupportsWildcards]
    [ValidateNotNullOrEmpty]
    public string[] Path { get; set; } = [];

    /// <summary>Files as for -Path, in whose names wildcard characters stand for themselves.</summary>
    [Parameter(Mandatory = true, ParameterSetName = ByLiteralPath, ValueFromPipelineByPropertyName = true)]
    [Alias("PSPath", "LP")]
    [ValidateNotNullOrEmpty]
    public string[] LiteralPath { get; set; } = [];

    /// <summary>
    /// Manifests as hashtables, as pods, as files and folders as Get-ChildItem emits them, or as text (YAML or JSON); text that
    /// is neither piped in nor follows the name of the parameter is a path.
    /// </summary>
    [Parameter(Mandatory = true, Position = 0, ParameterSetName = ByManifest, ValueFromPipeline = true)]
    [AllowEmptyString]
    public object[] Manifest { get; set; } = [];

    /// <summary>The namespace. Without it: that of the manifest, else that of the context.</summary>
    [Parameter]
    [Alias("ns", "n")]
    [ArgumentCompleter(typeof(NamespaceCompleter))]
    public string? Namespace { get; set; }

    /// <summary>Takes a manifest on.</summary>
    private protected abstract Task TakeAsync(PodManifest manifest, IPipeline pipeline, CancellationToken stop);

    /// <summary>Leaves out what is not to be taken on of a file or text, once all of it is read, and says why.</summary>
    private protected virtual IEnumerable<PodManifest> Sift(IReadOnlyList<PodManifest> manifests, IPipeline pipeline) => manifests;

    /// <summary>
    /// Opens the cluster that the manifest at hand is meant for: a pod from the pipeline goes back over the connection that it
    /// was read over, unless another context is named.
    /// </summary>
    private protected Cluster OpenTarget(IPipeline pipeline) =>
        _origin is { Context: { } context } pod && context == Context && pod.KubeConfig == KubeConfig && KubernetesConnection.For(pod) is var connection
            ? new Cluster(connection, pod.Namespace ?? connection.Namespace)
            : OpenNamed(pipeline);

    /// <summary>Says what is wrong with something that is no manifest.</summary>
    private protected virtual void Refuse(Exception exception, object target, IPipeline pipeline) =>
        pipeline.WriteError(ErrorRecords.From(exception, target));

    /// <inheritdoc/>
    protected override async Task ProcessAsync(IPipeline pipeline, CancellationToken stop)
    {
        foreach (var (path, literal) in Path.Select(path => (path, false)).Concat(LiteralPath.Select(path => (path, true))))
        {
            await TakeFilesAsync(path, literal, pipeline, stop);
        }

        foreach (var value in Manifest)
        {
            await TakeValueAsync(value, pipeline, stop);
        }
    }

    /// <inheritdoc/>
    protected override Task EndAsync(IPipeline pipeline, CancellationToken stop) => TakeLinesAsync(pipeline, stop);

    /// <summary>What the parameters name, opened once: the kubeconfig may change before the last of many manifests.</summary>
    private Cluster OpenNamed(IPipeline pipeline)
    {
        if (_named is not { } named || named.Context != Context || named.KubeConfig != KubeConfig)
        {
            _named = named = (Context, KubeConfig, OpenCluster(pipeline));
        }

        return named.Cluster;
    }

    private async Task TakeFilesAsync(string path, bool literal, IPipeline pipeline, CancellationToken stop)
    {
        await TryAsync(path, pipeline, async () =>
        {
            foreach (var file in ManifestInput.FilesOf(path, literal, pipeline))
            {
                await TryAsync(file, pipeline, async () => await TakeAllAsync(await ManifestInput.ReadAsync(file, stop), pipeline, stop));
            }
        });
    }

    private async Task TakeValueAsync(object value, IPipeline pipeline, CancellationToken stop)
    {
        var unwrapped = ManifestInput.Unwrap(value);
        if (unwrapped is string line && !line.Contains('\n', StringComparison.Ordinal) && !IsWholeObject(line))
        {
            _lines.AppendLine(line);
            return;
        }

        await TakeLinesAsync(pipeline, stop);
        _origin = unwrapped as Pod;
        if (ManifestInput.PathOf(unwrapped) is { } path)
        {
            await TakeFilesAsync(path, literal: true, pipeline, stop);
            return;
        }

        await TryAsync(value, pipeline, async () => await TakeAllAsync(
            unwrapped is string text ? ManifestInput.Parse(text) : [ManifestInput.FromObject(value)], pipeline, stop));
    }

    /// <summary>JSON on one line, unless it is a line of something longer.</summary>
    private bool IsWholeObject(string line) => _lines.Length == 0 && line.StartsWith('{') && line.TrimEnd().EndsWith('}');

    private async Task TakeLinesAsync(IPipeline pipeline, CancellationToken stop)
    {
        if (_lines.Length > 0)
        {
            var text = _lines.ToString();
            _lines.Clear();
            await TryAsync(text, pipeline, async () => await TakeAllAsync(ManifestInput.Parse(text), pipeline, stop));
        }
    }

    /// <summary>Takes on what is good of a file, a text or an object.</summary>
    private protected async Task TakeAllAsync(IReadOnlyList<PodManifest> manifests, IPipeline pipeline, CancellationToken stop)
    {
        foreach (var manifest in Sift(manifests, pipeline))
        {
            await TryAsync(manifest.Target, pipeline, () => TakeAsync(manifest, pipeline, stop));
        }
    }

    private async Task TryAsync(object target, IPipeline pipeline, Func<Task> work)
    {
        try
        {
            await work();
        }
        catch (Exception exception) when (exception is PodCommandException or ManifestException or IOException or UnauthorizedAccessException or ArgumentException)
        {
            Refuse(exception, target, pipeline);
        }
    }
}
