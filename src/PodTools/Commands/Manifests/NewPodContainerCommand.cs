using System.Collections;
using System.Management.Automation;
using PodTools.Pipeline;

namespace PodTools.Commands;

/// <summary>Builds a container for New-Pod.</summary>
/// <remarks>
/// Nothing is sent anywhere. An init container is one that is given to -InitContainer of New-Pod; with -Sidecar it starts
/// before the others and keeps running beside them.
/// </remarks>
/// <example>
/// <code>New-PodContainer web nginx -Port http:80 -Request @{ cpu = '100m'; memory = '64Mi' }</code>
/// <para>A container that serves on port 80, with requests for the scheduler.</para>
/// </example>
/// <example>
/// <code>New-PodContainer db postgres -EnvFrom configMap/db -Env @{ POSTGRES_PASSWORD = @{ secret = 'db/password' }; NODE = @{ field = 'spec.nodeName' } } -ReadinessProbe @{ exec = @{ command = 'pg_isready', '-U', 'postgres' }; periodSeconds = 5 } -SecurityContext @{ runAsUser = 999 }</code>
/// <para>A container with variables of a config map, a secret and the pod, which is ready when its command says so.</para>
/// </example>
/// <example>
/// <code>New-PodContainer prepare busybox -Command sh, -c, 'echo built > /data/message' -Mount @{ shared = '/data' }</code>
/// <para>A container that writes into the volume shared.</para>
/// </example>
/// <seealso cref="NewPodCommand"/>
/// <seealso cref="NewPodVolumeCommand"/>
/// <seealso cref="GetPodSchemaCommand"/>
/// <seealso>about_PodTools_Manifests</seealso>
[Cmdlet(VerbsCommon.New, "PodContainer")]
[OutputType(typeof(Container))]
public sealed class NewPodContainerCommand : PodCmdlet
{
    /// <summary>The name of the container, unique in the pod.</summary>
    [Parameter(Mandatory = true, Position = 0)]
    [ValidateNotNullOrEmpty]
    public string Name { get; set; } = "";

    /// <summary>The image.</summary>
    [Parameter(Mandatory = true, Position = 1)]
    [ValidateNotNullOrEmpty]
    public string Image { get; set; } = "";

    /// <summary>The command to run instead of the image's entry point: a program and its arguments, without a shell.</summary>
    [Parameter]
    public string[] Command { get; set; } = [];

    /// <summary>The arguments of the image's entry point, or of the command.</summary>
    [Parameter]
    [Alias("Args")]
    public string[] ArgumentList { get; set; } = [];

    /// <summary>Ports that it listens on, as 80, 53/UDP or web:8080.</summary>
    [Parameter]
    public string[] Port { get; set; } = [];

    /// <summary>
    /// Environment variables with their values. A value may be a table that says where it comes from: secret or configMap with
    /// object and key, as @{ secret = 'db/password' }, field with a field of the pod, as @{ field = 'spec.nodeName' }, resource
    /// with a limit or request, as @{ resource = 'limits.cpu' }; or a valueFrom by the names of the API.
    /// </summary>
    [Parameter]
    public IDictionary? Env { get; set; }

    /// <summary>Config maps and secrets whose entries all become variables, as configMap/app or secret/db.</summary>
    [Parameter]
    public string[] EnvFrom { get; set; } = [];

    /// <summary>Where volumes are mounted: their names and the paths, such as @{ shared = '/data'; conf = '/etc/app:ro' }. A path that ends in :ro is read-only.</summary>
    [Parameter]
    public IDictionary? Mount { get; set; }

    /// <summary>Resources that it asks for, such as @{ cpu = '250m'; memory = '64Mi' }.</summary>
    [Parameter]
    public IDictionary? Request { get; set; }

    /// <summary>Resources that it may use at most, such as @{ cpu = 1; memory = '128Mi' }.</summary>
    [Parameter]
    public IDictionary? Limit { get; set; }

    /// <summary>When the image is pulled. Without it the API takes Always for the tag latest and IfNotPresent otherwise.</summary>
    [Parameter]
    [ValidateSet("Always", "IfNotPresent", "Never")]
    public string? ImagePullPolicy { get; set; }

    /// <summary>The folder that the command starts in.</summary>
    [Parameter]
    public string? WorkingDirectory { get; set; }

    /// <summary>Makes an init container a sidecar: it keeps running beside the containers (restartPolicy Always).</summary>
    [Parameter]
    public SwitchParameter Sidecar { get; set; }

    /// <summary>When the container is ready to serve, such as @{ httpGet = @{ path = '/'; port = 80 } }.</summary>
    [Parameter]
    public IDictionary? ReadinessProbe { get; set; }

    /// <summary>When the container is alive; one that is not is restarted.</summary>
    [Parameter]
    public IDictionary? LivenessProbe { get; set; }

    /// <summary>When the container has started; until then the other probes wait.</summary>
    [Parameter]
    public IDictionary? StartupProbe { get; set; }

    /// <summary>What the container may do, such as @{ runAsUser = 1000; readOnlyRootFilesystem = $true }.</summary>
    [Parameter]
    public IDictionary? SecurityContext { get; set; }

    /// <summary>What is done at its start and before its end, such as @{ preStop = @{ exec = @{ command = 'sleep', '5' } } }.</summary>
    [Parameter]
    public IDictionary? Lifecycle { get; set; }

    /// <inheritdoc/>
    protected override Task ProcessAsync(IPipeline pipeline, CancellationToken stop)
    {
        var container = new ContainerParts(Name, Image)
        {
            Command = Command,
            Arguments = ArgumentList,
            Ports = Port,
            Env = Env,
            EnvFrom = EnvFrom,
            ReadinessProbe = ReadinessProbe,
            LivenessProbe = LivenessProbe,
            StartupProbe = StartupProbe,
            SecurityContext = SecurityContext,
            Mounts = Mount,
            Requests = Request,
            Limits = Limit,
            ImagePullPolicy = ImagePullPolicy,
        }.Build();
        container.WorkingDir = WorkingDirectory;
        container.RestartPolicy = On(Sidecar) ? "Always" : null;
        container.Lifecycle = Tables.ToModelOrNull<Lifecycle>(Lifecycle, $"-{nameof(Lifecycle)}");
        pipeline.Write(container);
        return Task.CompletedTask;
    }
}
