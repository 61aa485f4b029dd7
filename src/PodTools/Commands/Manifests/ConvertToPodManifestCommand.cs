using System.Management.Automation;
using PodTools.Manifests;
using PodTools.Pipeline;

namespace PodTools.Commands;

/// <summary>Writes pods as manifests.</summary>
/// <remarks>Nothing is lost: fields that this version does not know are written as they were read. Each pod is one text.
///
/// -Clean leaves out what the server fills in, so that the manifest can be kept and creates an equal pod again. The namespace
/// stays in it, because without it the pod would go wherever the context happens to be; to create the pod elsewhere, read the
/// manifest with ConvertFrom-PodManifest and set Metadata.Namespace.</remarks>
/// <example>
/// <code>Get-Pod web | ConvertTo-PodManifest</code>
/// <para>Prints the full definition of a pod, as kubectl get -o yaml does.</para>
/// </example>
/// <example>
/// <code>Get-Pod web | ConvertTo-PodManifest -As Json -Clean | Set-Content web.json</code>
/// <para>Keeps what a user would write of a pod, to create it again.</para>
/// </example>
/// <seealso cref="ConvertFromPodManifestCommand"/>
/// <seealso cref="ComparePodCommand"/>
/// <seealso>about_PodTools_Manifests</seealso>
[Cmdlet(VerbsData.ConvertTo, "PodManifest")]
[OutputType(typeof(string))]
public sealed class ConvertToPodManifestCommand : PodCmdlet
{
    /// <summary>The pods.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true)]
    [ValidateNotNull]
    public Pod[] Pod { get; set; } = [];

    /// <summary>The form of the text.</summary>
    [Parameter]
    [ValidateSet("Yaml", "Json")]
    public string As { get; set; } = "Yaml";

    /// <summary>Leaves out what the server fills in: the status, the metadata that only it sets, and fields with their default values.</summary>
    [Parameter]
    public SwitchParameter Clean { get; set; }

    /// <inheritdoc/>
    protected override Task ProcessAsync(IPipeline pipeline, CancellationToken stop)
    {
        foreach (var pod in Pod)
        {
            var tree = On(Clean) ? ManifestInput.FromObject(pod).Root : KubernetesJson.ToNode(pod);
            pipeline.Write(As == "Json" ? ManifestWriter.ToJson(tree) : ManifestWriter.ToYaml(tree));
        }

        return Task.CompletedTask;
    }
}
