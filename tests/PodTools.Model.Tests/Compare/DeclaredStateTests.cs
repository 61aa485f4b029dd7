namespace PodTools.Tests.Compare;

public class DeclaredStateTests
{
    private const string Pod = """
        {"metadata":{"name":"web","labels":{"app":"web"},"resourceVersion":"1"},"spec":{"containers":[{"name":"main","image":"nginx"}]},"status":{"phase":"Pending"}}
        """;

    [Theory]
    [InlineData("\"Pending\"", "\"Running\"", true)]
    [InlineData("\"resourceVersion\":\"1\"", "\"resourceVersion\":\"2\"", true)]
    [InlineData("\"containers\":", "\"nodeName\":\"node-1\",\"containers\":", true)]
    [InlineData("\"app\":\"web\"", "\"app\":\"api\"", false)]
    [InlineData("\"image\":\"nginx\"", "\"image\":\"nginx:1.27\"", false)]
    public void Only_what_people_write_counts(string before, string after, bool same)
    {
        var changed = Pod.Replace(before, after, StringComparison.Ordinal);

        Assert.Equal(same, DeclaredState.IsSame(KubernetesJson.Deserialize<Pod>(Pod), KubernetesJson.Deserialize<Pod>(changed)));
    }
}
