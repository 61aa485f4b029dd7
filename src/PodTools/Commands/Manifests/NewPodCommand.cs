using System.Collections;
using System.Management.Automation;
using System.Text.Json.Nodes;
using PodTools.Completion;
using PodTools.Kubernetes;
using PodTools.Pipeline;

namespace PodTools.Commands;

/// <summary>Creates pods: from files, from text or hashtables, or from parameters.</summary>
/// <remarks>
/// A file is checked as a whole before anything of it is sent, and errors name the file, the line and the column: of a file
/// with a wrong pod nothing is created. Objects of other kinds in it are left out, with an error for each, and the pods beside
/// them are created. One file that is wrong does not keep the others from being created. What parameters and hashtables make is
/// checked by the same rules before it is sent, also with -WhatIf; a field that is not known here is left to the server. Several are created in parallel;
/// pods and errors come out in the order of the input.
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
/// <seealso cref="NewPodContainerCommand"/>
/// <seealso cref="NewPodVolumeCommand"/>
/// <seealso cref="SetPodCommand"/>
/// <seealso cref="WaitPodCommand"/>
/// <seealso cref="TestPodManifestCommand"/>
/// <seealso>about_PodTools_Manifests</seealso>
[Cmdlet(VerbsCommon.New, "Pod", SupportsShouldProcess = true, DefaultParameterSetName = ByPath)]
[OutputType(typeof(Pod))]
public sealed class NewPodCommand : ManifestCmdlet
{
    private const string ByParts = "ByParts";
    private const string UnnamedContainer = "main";
    private ParallelWork? _work;

    /// <summary>The name of the pod.</summary>
    [Parameter(Position = 0, ParameterSetName = ByParts)]
    [ValidateNotNullOrEmpty]
    public string? Name { get; set; }

    /// <summary>In place of a name: its beginning, such as web-, to which the server adds what makes it unique.</summary>
    [Parameter(ParameterSetName = ByParts)]
    [ValidateNotNullOrEmpty]
    public string? GenerateName { get; set; }

    /// <summary>The image of its container, which gets the name of the pod, or main where the pod has none yet.</summary>
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

    /// <summary>Environment variables: values, or where they come from, as @{ LEVEL = 'debug'; KEY = @{ secret = 'db/key' } }. See New-PodContainer.</summary>
    [Parameter(ParameterSetName = ByParts)]
    public IDictionary? Env { get; set; }

    /// <summary>Config maps and secrets whose entries all become variables, as configMap/app or secret/db.</summary>
    [Parameter(ParameterSetName = ByParts)]
    public string[] EnvFrom { get; set; } = [];

    /// <summary>Where the container has volumes, such as @{ shared = '/data'; conf = '/etc/app:ro' }. See New-PodContainer.</summary>
    [Parameter(ParameterSetName = ByParts)]
    public IDictionary? Mount { get; set; }

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

    /// <summary>Which nodes and which neighbours the pod wants, by the names of the API: nodeAffinity, podAffinity, podAntiAffinity.</summary>
    [Parameter(ParameterSetName = ByParts)]
    public IDictionary? Affinity { get; set; }

    /// <summary>Secrets with which the image is pulled.</summary>
    [Parameter(ParameterSetName = ByParts)]
    public string[] ImagePullSecret { get; set; } = [];

    /// <summary>When the container is ready to serve, such as @{ httpGet = @{ path = '/'; port = 80 } }.</summary>
    [Parameter(ParameterSetName = ByParts)]
    public IDictionary? ReadinessProbe { get; set; }

    /// <summary>When the container is alive; one that is not is restarted.</summary>
    [Parameter(ParameterSetName = ByParts)]
    public IDictionary? LivenessProbe { get; set; }

    /// <summary>When the container has started; until then the other probes wait.</summary>
    [Parameter(ParameterSetName = ByParts)]
    public IDictionary? StartupProbe { get; set; }

    /// <summary>What the container may do, such as @{ runAsUser = 1000; readOnlyRootFilesystem = $true }.</summary>
    [Parameter(ParameterSetName = ByParts)]
    public IDictionary? SecurityContext { get; set; }

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
        if (Path.Length + LiteralPath.Length + Manifest.Length == 0)
        {
            var pod = ManifestInput.FromObject(EmptyParts.Drop(KubernetesJson.ToNode(Assemble())));
            await TakeAllAsync([pod with { NameOf = new PodParameters(hasImage: Image is not null).Name }], pipeline, stop);
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
    private protected override IEnumerable<PodManifest> Sift(IReadOnlyList<PodManifest> manifests, IPipeline pipeline)
    {
        var pods = new List<PodManifest>();
        var isWhole = true;
        foreach (var manifest in manifests)
        {
            try
            {
                manifest.RequirePod();
                pods.Add(manifest);
                manifest.Require();
                manifest.RequireBuilt();
                manifest.RequireFirst();
            }
            catch (PodCommandException other) when (!manifest.IsPod)
            {
                Refuse(other, manifest.Target, pipeline);
            }
            catch (PodCommandException wrong)
            {
                isWhole = false;
                Refuse(NothingDone(wrong, manifests.Count), manifest.Target, pipeline);
            }
        }

        return isWhole ? pods : [];
    }

    /// <summary>Half of a file would be hard to tell from the whole, so the good pods beside a wrong one are not created.</summary>
    private static PodCommandException NothingDone(PodCommandException wrong, int count) => count == 1
        ? wrong
        : new PodCommandException(wrong.Id, wrong.Category, wrong.Message, $"{wrong.Advice} Until then nothing of this file or text is created.", wrong);

    /// <inheritdoc/>
    private protected override Task TakeAsync(PodManifest manifest, IPipeline pipeline, CancellationToken stop)
    {
        if (DryRun == "Client")
        {
            return _work!.AddInOrderAsync(manifest.Target, () => Task.FromResult<object?>(KubernetesJson.Deserialize<Pod>(manifest.Root)));
        }

        var cluster = OpenTarget(pipeline);
        var ns = manifest.NamespaceOr(Namespace, cluster.Namespace);
        return pipeline.ShouldProcess($"pod '{ns}/{manifest.NameOrPrefix}'", "Create")
            ? _work!.AddInOrderAsync(manifest.Target, () => CreateAsync(cluster.Pods(pipeline), manifest.Root, ns, pipeline, stop))
            : Task.CompletedTask;
    }

    private async Task<object?> CreateAsync(PodClient pods, JsonObject manifest, string ns, IPipeline pipeline, CancellationToken stop)
    {
        var options = new WriteOptions { DryRun = DryRun == "Server", FieldValidation = "Strict" };
        var pod = await pods.CreateAsync(ns, manifest, options, stop);
        return On(Wait) && !options.DryRun
            ? await PodWaiting.UntilAsync(pods, pod, PodWaitCondition.Ready, Timeout, pipeline, stop)
            : pod;
    }

    private Pod Assemble()
    {
        RequireParts();
        var spec = new PodSpec
        {
            NodeName = NodeName,
            RestartPolicy = RestartPolicy,
            ServiceAccountName = ServiceAccount,
            NodeSelector = Tables.ToText(NodeSelector),
            InitContainers = InitContainer,
            Volumes = Volume,
            Tolerations = [.. Toleration.Select(table => Tables.ToModel<Toleration>(table, $"-{nameof(Toleration)}"))],
            Affinity = Tables.ToModelOrNull<Affinity>(Affinity, $"-{nameof(Affinity)}"),
            ImagePullSecrets = [.. ImagePullSecret.Select(name => new LocalObjectReference { Name = name })],
            Containers = Image is null ? Container : [MainContainer(), .. Container],
        };
        return new Pod { Metadata = Metadata(), Spec = spec };
    }

    private ObjectMeta Metadata() => new()
    {
        Name = Name,
        GenerateName = GenerateName,
        Labels = Tables.ToText(Label),
        Annotations = Tables.ToText(Annotation),
    };

    private void RequireParts()
    {
        if (Name is null == GenerateName is null)
        {
            var problem = Name is null ? "The pod has no name." : "The pod has a name and the beginning of another one.";
            throw new PodCommandException("NameRequired", ErrorCategory.InvalidData, problem, "Give either -Name, or -GenerateName with the beginning of the name.");
        }

        if (Image is null && Container.Length == 0)
        {
            throw new PodCommandException("NoContainer", ErrorCategory.InvalidArgument, $"The pod '{Name ?? GenerateName}' has no container.", "Give -Image or -Container.");
        }
    }

    private Container MainContainer() => new ContainerParts(Name ?? UnnamedContainer, Image!)
    {
        Command = Command,
        Arguments = ArgumentList,
        Ports = Port,
        Env = Env,
        EnvFrom = EnvFrom,
        Mounts = Mount,
        Requests = Request,
        Limits = Limit,
        ImagePullPolicy = ImagePullPolicy,
        ReadinessProbe = ReadinessProbe,
        LivenessProbe = LivenessProbe,
        StartupProbe = StartupProbe,
        SecurityContext = SecurityContext,
    }.Build();
}
