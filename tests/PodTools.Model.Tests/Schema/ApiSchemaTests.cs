using PodTools.Schema;

namespace PodTools.Tests.Schema;

public sealed class ApiSchemaTests
{
    [Fact]
    public void A_path_leads_to_a_field_with_everything_the_document_says()
    {
        var ports = ApiSchema.Resolve("pod.spec.containers.ports").Field!;

        Assert.Equal("ContainerPort", ports.TypeName);
        Assert.Equal("[]ContainerPort", ports.TypeText);
        Assert.True(ports.IsList);
        Assert.Equal("map", ports.ListType);
        Assert.Equal(["containerPort", "protocol"], ports.ListMapKeys);
        Assert.Equal("merge", ports.PatchStrategy);
        Assert.Equal("containerPort", ports.PatchMergeKey);
        Assert.Equal("TCP", ports.TypeRef!.Field("protocol")!.Default);
        Assert.Equal(["SCTP", "TCP", "UDP"], ports.TypeRef.Field("protocol")!.AllowedValues);
        Assert.True(ports.TypeRef.Field("containerPort")!.Required);
    }

    [Theory]
    [InlineData("pods.spec", "PodSpec")]
    [InlineData("Pod.Spec.Containers[0].Resources", "ResourceRequirements")]
    [InlineData("namespace", "Namespace")]
    public void Case_plural_and_indexes_do_not_matter(string path, string type) => Assert.Equal(type, ApiSchema.Resolve(path).Type!.Name);

    [Theory]
    [InlineData("pod.spec.contaners", "pod.spec has no field contaners. The nearest is pod.spec.containers.")]
    [InlineData("pod.spec.containers.imagePullpolcy", "pod.spec.containers has no field imagePullpolcy. The nearest is pod.spec.containers.imagePullPolicy.")]
    [InlineData("pod.spec.restartPolicy.x", "pod.spec.restartPolicy has no fields, so no x either.")]
    [InlineData("pdo.spec", "The schema has no kind pdo. The nearest is Pod.")]
    [InlineData("pod.spec.nope", "pod.spec has no field nope.")]
    public void A_wrong_path_names_the_nearest(string path, string message) =>
        Assert.Equal(message, Assert.Throws<SchemaPathException>(() => ApiSchema.Resolve(path)).Message);

    [Theory]
    [InlineData("pod.metadata.labels", "map[string]string")]
    [InlineData("pod.spec.containers.resources.limits", "map[string]Quantity")]
    [InlineData("pod.metadata.creationTimestamp", "string")]
    [InlineData("pod.spec.activeDeadlineSeconds", "integer")]
    [InlineData("pod.spec", "PodSpec")]
    public void Types_are_written_as_kubectl_explain_writes_them(string path, string type) => Assert.Equal(type, PodField.At(path).Type);

    [Fact]
    public void A_tree_holds_every_field_below_a_path_once_with_its_depth()
    {
        var tree = PodField.Below("pod", recurse: true).ToList();

        Assert.Equal(tree.Count, tree.DistinctBy(field => field.Path).Count());
        Assert.Equal(2, tree.Single(field => field.Path == "pod.spec.containers.image").Depth);
        Assert.True(tree.Count > 900, $"{tree.Count} fields");
    }

    [Fact]
    public void Every_listed_set_of_values_belongs_to_a_field_of_text()
    {
        foreach (var name in AllowedFieldValues.Fields)
        {
            var parts = name.Split('.');
            Assert.Equal(SchemaKind.String, ApiSchema.Type(parts[0]).Field(parts[1])?.Kind);
            Assert.Equal(AllowedFieldValues.Of(parts[0], parts[1]).Order(StringComparer.Ordinal), AllowedFieldValues.Of(parts[0], parts[1]));
        }
    }
}
