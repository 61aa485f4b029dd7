using PodTools.Simulator.Node.Sandboxes;

namespace PodTools.Simulator.Tests.Node;

/// <summary>Commands of containers for which nothing can be mounted.</summary>
public sealed class RedirectedPathsTests
{
    private static readonly RedirectedPaths Paths = new(new Dictionary<string, string> { ["/data"] = "/here/1", ["/data/sub"] = "/here/2", ["/here"] = "/here/3" });

    [Theory]
    [InlineData("/data", "/here/1")]
    [InlineData("echo a >/data/x; cat '/data/x'", "echo a >/here/1/x; cat '/here/1/x'")]
    [InlineData("--from=/data:/data/sub/y", "--from=/here/1:/here/2/y")]
    [InlineData("/data2 /my/data ./data a/data /data.txt /data-x", "/data2 /my/data ./data a/data /data.txt /data-x")]
    [InlineData("ls /here /data", "ls /here/3 /here/1")]
    public void Lead_to_the_folders_on_this_machine(string word, string expected) => Assert.Equal(["sh", expected], Paths.In(["sh", word]));

    [Fact]
    public void Without_any_a_command_stays_as_it_is() =>
        Assert.Equal(["ls", "/"], new RedirectedPaths(new Dictionary<string, string>()).In(["ls", "/"]));
}
