using System.Management.Automation;
using PodTools.Pipeline;

namespace PodTools.Commands;

/// <summary>Reads manifests as pods, without a cluster.</summary>
/// <remarks>Fields that this version does not know are kept and written back by ConvertTo-PodManifest. Other kinds than pods are an error each.</remarks>
/// <example>
/// <code>(ConvertFrom-PodManifest -Path web.yaml).Spec.Containers.Image</code>
/// <para>Tells the images of the pods in a file.</para>
/// </example>
/// <example>
/// <code>Get-Content web.yaml | ConvertFrom-PodManifest</code>
/// <para>Reads the lines of a file as one manifest.</para>
/// </example>
/// <seealso cref="ConvertToPodManifestCommand"/>
/// <seealso cref="TestPodManifestCommand"/>
/// <seealso>about_PodTools_Manifests</seealso>
[Cmdlet(VerbsData.ConvertFrom, "PodManifest", DefaultParameterSetName = ByManifest)]
[OutputType(typeof(Pod))]
public sealed class ConvertFromPodManifestCommand : ManifestCmdlet
{
    /// <inheritdoc/>
    private protected override Task TakeAsync(PodManifest manifest, IPipeline pipeline, CancellationToken stop)
    {
        manifest.RequirePod();
        try
        {
            pipeline.Write(KubernetesJson.Deserialize<Pod>(manifest.Root));
        }
        catch (System.Text.Json.JsonException exception)
        {
            throw new PodCommandException(
                "ManifestInvalid", ErrorCategory.InvalidData, $"{manifest.Place} is no pod: {exception.Message}", "Test-PodManifest shows every issue as an object.", exception);
        }

        return Task.CompletedTask;
    }
}
