using System.Text;
using System.Text.Json;

namespace PodTools.Tests.Json;

public sealed class KubernetesJsonTests
{
    [Fact]
    public void Collections_that_nobody_set_read_as_empty_and_are_not_written()
    {
        var pod = KubernetesJson.Deserialize<Pod>("""{"spec":{"containers":[{"name":"a","args":[]}]}}""");

        Assert.Empty(pod.Spec!.Volumes);
        Assert.Empty(pod.Spec.NodeSelector);
        Assert.Empty(pod.Spec.Containers[0].Command);
        Assert.Equal("""{"spec":{"containers":[{"args":[],"name":"a"}]}}""", KubernetesJson.Serialize(pod));
    }

    [Fact]
    public void What_is_added_to_a_collection_that_nobody_set_is_written()
    {
        var spec = new PodSpec();
        spec.Containers.Add(new Container { Name = "a" });
        spec.NodeSelector["Gpu"] = "true";

        Assert.Equal("""{"containers":[{"name":"a"}],"nodeSelector":{"Gpu":"true"}}""", KubernetesJson.Serialize(spec));
    }

    [Fact]
    public void Unknown_fields_survive_wherever_they_stand()
    {
        const string Json = """{"spec":{"containers":[{"name":"a","probeLater":{"x":[1,2.50,null]}}],"newField":"y"},"extra":true}""";

        var pod = KubernetesJson.Deserialize<Pod>(Json);

        Assert.Equal("y", pod.Spec!.AdditionalFields!["newField"].GetString());
        Assert.Equal(Json, KubernetesJson.Serialize(pod));
    }

    [Fact]
    public void Nulls_survive_until_a_value_is_set()
    {
        var condition = KubernetesJson.Deserialize<PodCondition>("""{"lastProbeTime":null,"type":"Ready"}""");
        Assert.Equal("""{"lastProbeTime":null,"type":"Ready"}""", KubernetesJson.Serialize(condition));

        condition.LastProbeTime = new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.FromHours(2));
        Assert.Equal("""{"lastProbeTime":"2026-01-02T01:04:05Z","type":"Ready"}""", KubernetesJson.Serialize(condition));
    }

    [Fact]
    public void Text_is_not_escaped_for_web_pages()
    {
        var container = new Container { Name = "a" };
        container.Command.Add("echo '<é>' && \"1+1\"");

        Assert.Equal("""{"command":["echo '<é>' && \"1+1\""],"name":"a"}""", KubernetesJson.Serialize(container));
    }

    [Theory]
    [InlineData("2026-11-21T03:08:46Z", "2026-11-21T03:08:46Z")]
    [InlineData("2026-11-21T03:08:46.999Z", "2026-11-21T03:08:46Z")]
    [InlineData("2026-11-21T05:08:46.123456789+02:00", "2026-11-21T03:08:46Z")]
    public void Times_are_read_with_any_offset_and_written_to_the_second(string given, string written)
    {
        var status = KubernetesJson.Deserialize<PodStatus>($$"""{"startTime":"{{given}}"}""");

        Assert.Equal($$"""{"startTime":"{{written}}"}""", KubernetesJson.Serialize(status));
    }

    [Fact]
    public void Micro_times_have_six_digits()
    {
        var series = KubernetesJson.Deserialize<EventSeries>("""{"lastObservedTime":"2026-11-21T03:08:46.12Z"}""");

        Assert.Equal("""{"lastObservedTime":"2026-11-21T03:08:46.120000Z"}""", KubernetesJson.Serialize(series));
    }

    [Theory]
    [InlineData("""{"spec":{"containers":[{"ports":[{"containerPort":"80"}]}]}}""", "$.spec.containers[0].ports[0].containerPort", "a whole number is expected here.")]
    [InlineData("""{"spec":{"containers":"a"}}""", "$.spec.containers", "a list is expected here.")]
    [InlineData("""{"spec":{"containers":["a"]}}""", "$.spec.containers[0]", "an object is expected here.")]
    [InlineData("""{"spec":{"hostNetwork":"yes"}}""", "$.spec.hostNetwork", "true or false is expected here.")]
    [InlineData("""{"metadata":{"labels":["a"]}}""", "$.metadata.labels", "a map is expected here.")]
    [InlineData("""{"metadata":{"labels":{"a":1}}}""", "$.metadata.labels.a", "text is expected here.")]
    [InlineData("""{"metadata":{"creationTimestamp":"yesterday"}}""", "$.metadata.creationTimestamp", "\"yesterday\" is no RFC 3339 time")]
    [InlineData("""{"spec":{"containers":[{"resources":{"limits":{"cpu":"1 core"}}}]}}""", "$.spec.containers[0].resources.limits.cpu", "\"1 core\" is no quantity.")]
    [InlineData("[]", "$", "an object is expected here.")]
    public void A_value_of_the_wrong_type_is_named_by_its_path(string json, string path, string reason)
    {
        var fromText = Assert.Throws<JsonException>(() => KubernetesJson.Deserialize<Pod>(json));
        var fromBytes = Assert.Throws<JsonException>(() => KubernetesJson.Deserialize<Pod>(Encoding.UTF8.GetBytes(json)));

        Assert.Equal(path, fromText.Path);
        Assert.StartsWith($"{path}: {reason}", fromText.Message, StringComparison.OrdinalIgnoreCase);
        Assert.Equal(fromText.Message, fromBytes.Message);
    }

    [Theory]
    [InlineData("null")]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("""{"spec":{}} x""")]
    public async Task What_is_no_object_is_an_error_from_every_source(string json)
    {
        Assert.Throws<JsonException>(() => KubernetesJson.Deserialize<Pod>(json));
        await Assert.ThrowsAsync<JsonException>(() => KubernetesJson.DeserializeAsync<Pod>(new MemoryStream(Encoding.UTF8.GetBytes(json))));
    }
}
