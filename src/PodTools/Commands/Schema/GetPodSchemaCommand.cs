using System.Management.Automation;
using PodTools.Completion;
using PodTools.Pipeline;

namespace PodTools.Commands;

/// <summary>Explains what may be written in a manifest.</summary>
/// <remarks>
/// Works without a cluster. Each field tells its type, whether it is required, its default and the values that the API
/// accepts. A path that does not exist is an error that suggests the nearest.
/// </remarks>
/// <example>
/// <code>Get-PodSchema pod.spec</code>
/// <para>Lists the fields of a pod's spec.</para>
/// </example>
/// <example>
/// <code>Get-PodSchema pod.spec.containers -Recurse | Where-Object Required</code>
/// <para>Lists everything that a container must have, at any depth.</para>
/// </example>
[Cmdlet(VerbsCommon.Get, "PodSchema")]
[OutputType(typeof(PodField))]
public sealed class GetPodSchemaCommand : PodCmdlet
{
    /// <summary>The paths to explain.</summary>
    [Parameter(Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(SchemaPathCompleter))]
    [ValidateNotNullOrEmpty]
    public string[] Path { get; set; } = ["pod"];

    /// <summary>Goes on into the fields of the fields.</summary>
    [Parameter]
    public SwitchParameter Recurse { get; set; }

    /// <inheritdoc/>
    protected override Task ProcessAsync(IPipeline pipeline, CancellationToken stop)
    {
        foreach (var path in Path)
        {
            Explain(path, pipeline);
        }

        return Task.CompletedTask;
    }

    private void Explain(string path, IPipeline pipeline)
    {
        try
        {
            var fields = PodField.Below(path, On(Recurse)).ToList();
            foreach (var field in fields.Count > 0 ? fields : [PodField.At(path)])
            {
                pipeline.Write(field);
            }
        }
        catch (PodTools.Schema.SchemaPathException exception)
        {
            pipeline.WriteError(ErrorRecords.From(exception, path));
        }
    }
}
