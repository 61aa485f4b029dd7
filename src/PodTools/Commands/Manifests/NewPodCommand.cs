using System.Collections;
using System.Management.Automation;
using System.Text.Json.Nodes;
using PodTools.Completion;
using PodTools.Kubernetes;
using PodTools.Pipeline;

namespace PodTools.Commands;

/// <summary>Creates pods: from files, from text or hashtables, or from parameters.</summary>
/// <remarks>
/// Every manifest is checked before anything is sent, and errors name the file, the line and the column. One manifest that is
/// wrong does not keep the others from being created. Several are created in parallel; pods and errors come out in the order
/// of the input.
/// </remarks>
/// <example>
/// <code>New-Pod -Path http-go-pod.yaml</code>
/// <para>Creates the pods of a file.</para>
/// </example>
/// <example>
/// <code>New-Pod -Name talk -Image busybox -Command sh, -c, 'echo hello; sleep 3600' -Label @{ team = 'red' } -Wait</code>
/// <para>Creates a pod of one container and returns when it is ready.</para>
/// </example>
/// <example>
/// <code>$reader = New-PodContainer reader busybox -Command cat, /data/x -Mount @{ shared = '/data' }
/// New-Pod -Name pair -Container $reader -Volume (New-PodVolume shared -EmptyDir)</code>
/// <para>Creates a pod of parts that were built before.</para>
/// </example>
[Cmdlet(VerbsCommon.New, "Pod", SupportsShouldProcess = true, DefaultParameterSetName = ByPath)]
[OutputType(typeof(Pod))]
public sealed class NewPodCommand : ManifestCmdlet
{
    private const string ByParts = "ByParts";
    private ParallelWork? _work;
    private Cluster? _cluster;

    /// <summary>The name of the pod.</summary>
    [Parameter(Mandatory = true, Position = 0, ParameterSetName = ByParts)]
    public string? Name { get; set; }

    /// <summary>The image of its container, which gets the name of the pod.</summary>
    [Parameter(ParameterSetName = ByParts)]
    public string? Image { get; set; }

    /// <summary>The command to run instead of the image's entry point: a program and its arguments, without a shell.</summary>
    [Parameter(ParameterSetName = ByParts)]
    public string[] Command { get; set; } = [];

    /// <summary>The arguments of the image's entry point, or of the command.</summary>
    [Parameter(ParameterSetName = ByParts)]
    [Alias("Args")]
    public string[] ArgumentList { get; set; } = [];

    /// <summary>Ports that the container listens on, as 80, 53/UDP or web:8080.</summary>
    [Parameter(ParameterSetName = ByParts)]
    public string[] Port { get; set; } = [];

    /// <summary>Environment variables with their values.</summary>
    [Parameter(ParameterSetName = ByParts)]
    public IDictionary? Env { get; set; }

    /// <summary>Labels to give the pod.</summary>
    [Parameter(ParameterSetName = ByParts)]
    public IDictionary? Label { get; set; }

    /// <summary>Annotations to give the pod.</summary>
    [Parameter(ParameterSetName = ByParts)]
    public IDictionary? Annotation { get; set; }

    /// <summary>Labels that a node must have to get the pod.</summary>
    [Parameter(ParameterSetName = ByParts)]
    public IDictionary? NodeSelector { get; set; }

    /// <summary>The node to run on, past the scheduler.</summary>
    [Parameter(ParameterSetName = ByParts)]
    [ArgumentCompleter(typeof(NodeCompleter))]
    public string? NodeName { get; set; }

    /// <summary>What happens when a container ends. Without it the API takes Always.</summary>
    [Parameter(ParameterSetName = ByParts)]
    [ValidateSet("Always", "OnFailure", "Never")]
    public string? RestartPolicy { get; set; }

    /// <summary>The service account that the pod runs as.</summary>
    [Parameter(ParameterSetName = ByParts)]
    public string? ServiceAccount { get; set; }

    /// <summary>When the image is pulled. Without it the API takes Always for the tag latest and IfNotPresent otherwise.</summary>
    [Parameter(ParameterSetName = ByParts)]
    [ValidateSet("Always", "IfNotPresent", "Never")]
    public string? ImagePullPolicy { get; set; }

    /// <summary>Resources that the container asks for, such as @{ cpu = '250m'; memory = '64Mi' }.</summary>
    [Parameter(ParameterSetName = ByParts)]
    public IDictionary? Request { get; set; }

    /// <summary>Resources that the container may use at most, such as @{ cpu = 1; memory = '128Mi' }.</summary>
    [Parameter(ParameterSetName = ByParts)]
    public IDictionary? Limit { get; set; }

    /// <summary>Taints that the pod tolerates, such as @{ key = 'gpu'; operator = 'Exists' }.</summary>
    [Parameter(ParameterSetName = ByParts)]
    public IDictionary[] Toleration { get; set; } = [];

    /// <summary>Containers, as New-PodContainer makes them.</summary>
    [Parameter(ParameterSetName = ByParts)]
    public Container[] Container { get; set; } = [];

    /// <summary>Init containers, as New-PodContainer makes them, in the order in which they run.</summary>
    [Parameter(ParameterSetName = ByParts)]
    public Container[] InitContainer { get; set; } = [];

    /// <summary>Volumes, as New-PodVolume makes them.</summary>
    [Parameter(ParameterSetName = ByParts)]
    public Volume[] Volume { get; set; } = [];

    /// <summary>Only tries: Client makes the pod here and sends nothing, Server has the server check it without keeping it.</summary>
    [Parameter]
    [ValidateSet("Client", "Server")]
    public string? DryRun { get; set; }

    /// <summary>Returns when the pods are ready, and fails early when they no longer can be.</summary>
    [Parameter]
    public SwitchParameter Wait { get; set; }

    /// <summary>How long to wait, as a time span or in seconds. Without it: as long as there is hope.</summary>
    [Parameter]
    [DurationTransform]
    public TimeSpan? Timeout { get; set; }

    /// <summary>How many pods are created at the same time, 1 to 1000.</summary>
    [Parameter]
    [ValidateRange(1, 1000)]
    public int ThrottleLimit { get; set; } = 16;

    /// <inheritdoc/>
    protected override Task BeginAsync(IPipeline pipeline, CancellationToken stop)
    {
        _work = new ParallelWork(ThrottleLimit, pipeline, stop);
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    protected override async Task ProcessAsync(IPipeline pipeline, CancellationToken stop)
    {
        if (Name is not null)
        {
            await TakeAsync(ManifestInput.FromObject(EmptyParts.Drop(KubernetesJson.ToNode(Assemble()))), pipeline, stop);
        }

        await base.ProcessAsync(pipeline, stop);
    }

    /// <inheritdoc/>
    protected override async Task EndAsync(IPipeline pipeline, CancellationToken stop)
    {
        await base.EndAsync(pipeline, stop);
        await _work!.FinishAsync();
    }

    /// <inheritdoc/>
    private protected override void Refuse(Exception exception, object target, IPipeline pipeline) =>
        _ = _work!.AddInOrderAsync(target, () => Task.FromException<object?>(exception));

    /// <inheritdoc/>
    private protected override Task TakeAsync(PodManifest manifest, IPipeline pipeline, CancellationToken stop)
    {
        manifest.Require();
        if (DryRun == "Client")
        {
            return _work!.AddInOrderAsync(manifest.Target, () => Task.FromResult<object?>(KubernetesJson.Deserialize<Pod>(manifest.Root)));
        }

        _cluster ??= OpenCluster(pipeline);
        var ns = manifest.NamespaceOr(Namespace, _cluster.Namespace);
        return pipeline.ShouldProcess($"pod '{ns}/{manifest.Name}'", "Create")
            ? _work!.AddInOrderAsync(manifest.Target, () => CreateAsync(manifest.Root, ns, pipeline, stop))
            : Task.CompletedTask;
    }

    private async Task<object?> CreateAsync(JsonObject manifest, string ns, IPipeline pipeline, CancellationToken stop)
    {
        var pods = _cluster!.Pods(pipeline);
        var options = new WriteOptions { DryRun = DryRun == "Server", FieldValidation = "Strict" };
        var pod = await pods.CreateAsync(ns, manifest, options, stop);
        return On(Wait) && !options.DryRun
            ? await PodWaiting.UntilAsync(pods, pod, PodWaitCondition.Ready, Timeout, pipeline, stop)
            : pod;
    }

    private Pod Assemble()
    {
        var spec = new PodSpec
        {
            NodeName = NodeName,
            RestartPolicy = RestartPolicy,
            ServiceAccountName = ServiceAccount,
            NodeSelector = Tables.ToText(NodeSelector),
            InitContainers = InitContainer,
            Volumes = Volume,
            Tolerations = [.. Toleration.Select(Tables.ToModel<Toleration>)],
        };
        spec.Containers = Image is null ? Container : [MainContainer(), .. Container];
        return spec.Containers.Count > 0
            ? new Pod { Metadata = new ObjectMeta { Name = Name, Labels = Tables.ToText(Label), Annotations = Tables.ToText(Annotation) }, Spec = spec }
            : throw new PodCommandException("NoContainer", ErrorCategory.InvalidArgument, $"The pod '{Name}' has no container.", "Give -Image or -Container.");
    }

    private Container MainContainer() => new ContainerParts(Name!, Image!)
    {
        Command = Command,
        Arguments = ArgumentList,
        Ports = Port,
        Env = Env,
        Requests = Request,
        Limits = Limit,
        ImagePullPolicy = ImagePullPolicy,
    }.Build();
}
