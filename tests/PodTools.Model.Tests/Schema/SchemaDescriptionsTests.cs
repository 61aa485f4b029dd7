using System.Text;
using PodTools.Schema;
using PodTools.Tests.Generation;

namespace PodTools.Tests.Schema;

public sealed class SchemaDescriptionsTests
{
    [Fact]
    public async Task A_field_is_described_in_the_words_of_the_cluster()
    {
        var descriptions = await Read("""
            {"components":{"schemas":{
              "io.k8s.api.core.v1.Pod":{"description":"A pod.","properties":{"spec":{"description":"What it shall be."}}},
              "io.k8s.api.core.v1.PodSpec":{"properties":{"containers":{"type":"array"},"hostname":{"description":"Its name."}}}}}}
            """);

        Assert.Equal("A pod.", PodField.At("pod", descriptions).Description);
        Assert.Equal("What it shall be.", PodField.At("pod.spec", descriptions).Description);
        Assert.Null(PodField.At("pod.spec.containers", descriptions).Description);
        Assert.Equal("Its name.", PodField.Below("pod.spec", recurse: false, descriptions).Single(field => field.Name == "hostname").Description);
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("[]")]
    [InlineData("""{"components":{"schemas":1}}""")]
    public async Task What_is_no_OpenAPI_document_is_refused(string json) =>
        await Assert.ThrowsAsync<InvalidDataException>(() => Read(json));

    [OpenApiFact]
    public async Task A_real_document_describes_every_field_of_a_pod()
    {
        await using var document = File.OpenRead(OpenApiFactAttribute.Documents.First(path => path.Contains("api__v1", StringComparison.Ordinal)));
        var descriptions = await SchemaDescriptions.ReadAsync(document);

        Assert.DoesNotContain(PodField.Below("pod", recurse: true, descriptions), field => string.IsNullOrEmpty(field.Description));
    }

    private static Task<SchemaDescriptions> Read(string json) => SchemaDescriptions.ReadAsync(new MemoryStream(Encoding.UTF8.GetBytes(json)));
}
