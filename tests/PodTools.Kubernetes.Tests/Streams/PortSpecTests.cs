using PodTools.Kubernetes.Streams;

namespace PodTools.Kubernetes.Tests.Streams;

public class PortSpecTests
{
    [Theory]
    [InlineData("8888:8080", 8888, "8080")]
    [InlineData("8080", null, "8080")]
    [InlineData(":8080", 0, "8080")]
    [InlineData("0:8080", 0, "8080")]
    [InlineData("8888:web", 8888, "web")]
    [InlineData("web", null, "web")]
    public void Ports_are_written_as_for_kubectl(string text, int? local, string remote) =>
        Assert.Equal(new PortSpec(local, remote), PortSpec.Parse(text));

    [Theory]
    [InlineData("")]
    [InlineData(":")]
    [InlineData("8080:")]
    [InlineData("70000")]
    [InlineData("0")]
    [InlineData("8080:0")]
    [InlineData("-1:80")]
    [InlineData("x:80")]
    [InlineData("70000:80")]
    [InlineData("1:2:3")]
    public void Anything_else_is_refused(string text) =>
        Assert.Equal(StreamReason.PortInvalid, Assert.Throws<KubernetesException>(() => PortSpec.Parse(text)).Reason);

    [Fact]
    public void A_name_is_looked_up_in_the_pod() => Assert.Equal(8080, PortSpec.Parse("web").Resolve(PodOf()));

    [Fact]
    public void A_number_need_not_be_declared() => Assert.Equal(9999, PortSpec.Parse("9999").Resolve(PodOf()));

    [Theory]
    [InlineData("nope", "web, dns")]
    [InlineData("dns", "only TCP")]
    [InlineData("53", "only TCP")]
    public void What_cannot_be_forwarded_says_why(string text, string why)
    {
        var error = Assert.Throws<KubernetesException>(() => PortSpec.Parse(text).Resolve(PodOf()));

        Assert.Contains(why, error.Message, StringComparison.Ordinal);
    }

    private static Pod PodOf() => new()
    {
        Metadata = new ObjectMeta { Name = "web" },
        Spec = new PodSpec
        {
            Containers =
            [
                new Container
                {
                    Name = "main",
                    Ports =
                    [
                        new ContainerPortSpec { Name = "web", ContainerPort = 8080, Protocol = "TCP" },
                        new ContainerPortSpec { Name = "dns", ContainerPort = 53, Protocol = "UDP" },
                    ],
                },
            ],
        },
    };
}
