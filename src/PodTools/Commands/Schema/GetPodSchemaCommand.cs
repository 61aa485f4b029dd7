using System.Management.Automation;
using PodTools.Completion;
using PodTools.Pipeline;
using PodTools.Schema;

namespace PodTools.Commands;

/// <summary>Explains what may be written in a manifest.</summary>
/// <remarks>
/// Works without a cluster. Each field tells its type, whether it is required, its default and the values that the API
/// accepts. A path that does not exist is an error that suggests the nearest.
///
/// When the current cluster answers within two seconds, Description tells what each field is for, in the words of that
/// cluster, which are remembered for the rest of the session. Otherwise it is empty, -Verbose says why, and for a minute no
/// command waits for that cluster again.
/// </remarks>
/// <example>
/// <code>Get-PodSchema pod.spec</code>
/// <para>Lists the fields of a pod's spec.</para>
/// </example>
/// <example>
/// <code>Get-PodSchema pod.spec.containers -Recurse | Where-Object Required</code>
/// <para>Lists everything that a container must have, at any depth.</para>
/// </example>
/// <example>
/// <code>Get-PodSchema pod.spec.restartPolicy | Format-List</code>
/// <para>Shows a field with its default, the values it may have, and its description if a cluster can be asked.</para>
/// </example>
/// <seealso cref="TestPodManifestCommand"/>
/// <seealso cref="NewPodContainerCommand"/>
/// <seealso>about_PodTools_Manifests</seealso>
[Cmdlet(VerbsCommon.Get, "PodSchema")]
[OutputType(typeof(PodField))]
public sealed class GetPodSchemaCommand : ClusterCmdlet
{
    private SchemaDescriptions? _descriptions;

    /// <summary>The paths to explain.</summary>
    [Parameter(Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(SchemaPathCompleter))]
    [ValidateNotNullOrEmpty]
    public string[] Path { get; set; } = ["pod"];

    /// <summary>Goes on into the fields of the fields.</summary>
    [Parameter]
    public SwitchParameter Recurse { get; set; }

    /// <summary>Asks no cluster: there are no descriptions then.</summary>
    [Parameter]
    public SwitchParameter Offline { get; set; }

    /// <summary>How long to wait for the descriptions.</summary>
    internal TimeSpan Patience { get; init; } = DescriptionRequest.Patience;

    /// <inheritdoc/>
    protected override async Task BeginAsync(IPipeline pipeline, CancellationToken stop) =>
        _descriptions = On(Offline) ? null : await AskAsync(pipeline, stop);

    /// <inheritdoc/>
    protected override Task ProcessAsync(IPipeline pipeline, CancellationToken stop)
    {
        foreach (var path in Path)
        {
            Explain(path, pipeline);
        }

        return Task.CompletedTask;
    }

    private async Task<SchemaDescriptions?> AskAsync(IPipeline pipeline, CancellationToken stop)
    {
        try
        {
            return await DescriptionRequest.WaitAsync(OpenCluster(pipeline).Connection, Patience, stop);
        }
        catch (KubernetesException exception)
        {
            pipeline.Verbose($"There are no descriptions: {exception.Message}");
        }
        catch (TimeoutException)
        {
            pipeline.Verbose($"There are no descriptions: the cluster did not answer within {Patience.TotalSeconds} seconds.");
        }

        return null;
    }

    private void Explain(string path, IPipeline pipeline)
    {
        try
        {
            var fields = PodField.Below(path, On(Recurse), _descriptions).ToList();
            foreach (var field in fields.Count > 0 ? fields : [PodField.At(path, _descriptions)])
            {
                pipeline.Write(field);
            }
        }
        catch (SchemaPathException exception)
        {
            pipeline.WriteError(ErrorRecords.From(exception, path));
        }
    }
}
