using System.Text.Json.Nodes;
using PodTools.Build.Model;

namespace PodTools.Tests.Generation;

public sealed class GeneratedModelTests
{
    private static readonly string Folder = Path.Combine(Recordings.Root, "src", "PodTools.Model", "Generated");

    [OpenApiFact]
    public async Task The_committed_model_is_what_the_generator_writes()
    {
        var files = Generator.Run(await OpenApiDocuments.ReadAsync(OpenApiFactAttribute.Documents));

        Assert.Equal(files.Keys.Order(StringComparer.Ordinal), Directory.GetFiles(Folder).Select(path => Path.GetFileName(path)).Order(StringComparer.Ordinal));
        foreach (var (name, text) in files)
        {
            Assert.True(text == File.ReadAllText(Path.Combine(Folder, name)), $"{name} differs: run src/Build/ModelGenerator again.");
        }
    }

    [OpenApiFact]
    public async Task A_pod_list_reaches_137_schemas()
    {
        var schemas = await OpenApiDocuments.ReadAsync(OpenApiFactAttribute.Documents);

        // Four of them (Quantity, IntOrString, Time, FieldsV1) are values of the model rather than classes.
        Assert.Equal(137 - 4, new ApiTypeReader(schemas).Read(["io.k8s.api.core.v1.PodList"]).Count);
    }

    [Fact]
    public void A_type_that_no_document_has_is_named()
    {
        var none = new Dictionary<string, JsonObject>();

        var error = Assert.Throws<InvalidDataException>(() => new ApiTypeReader(none).Read(["io.k8s.api.core.v1.PodList"]));

        Assert.Contains("io.k8s.api.core.v1.PodList", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_generated_folder_holds_nothing_else()
    {
        var folder = Directory.CreateTempSubdirectory("podtools-model-");
        try
        {
            File.WriteAllText(Path.Combine(folder.FullName, "Stale.cs"), "");

            GeneratedFolder.Write(folder.FullName, new Dictionary<string, string> { ["Pod.cs"] = "class Pod;" });

            Assert.Equal(["Pod.cs"], folder.GetFiles().Select(file => file.Name));
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }
}
