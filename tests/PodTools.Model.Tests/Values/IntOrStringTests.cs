namespace PodTools.Tests.Values;

public sealed class IntOrStringTests
{
    [Fact]
    public void What_a_person_types_is_a_number_or_a_name()
    {
        Assert.Equal(80, IntOrString.Parse("80").Number);
        Assert.Equal("http", IntOrString.Parse("http").Text);
        Assert.Equal("80", new IntOrString("80").Text);
        Assert.False(new IntOrString("80").IsNumber);
    }

    [Theory]
    [InlineData("""{"port":80}""")]
    [InlineData("""{"port":"80"}""")]
    [InlineData("""{"port":"http"}""")]
    public void Json_keeps_the_difference(string json) =>
        Assert.Equal(json, KubernetesJson.Serialize(KubernetesJson.Deserialize<TCPSocketAction>(json)));

    [Fact]
    public void Numbers_sort_before_names() => Assert.Equal(
        ["2", "10", "a", "b"],
        new IntOrString[] { "b", 10, "a", 2 }.Order().Select(value => value.ToString()));
}
