using PodTools.Kubernetes.Streams;

namespace PodTools.Kubernetes.Tests.Streams;

public class ContainerChoiceTests
{
    [Fact]
    public void The_requested_container_wins_and_needs_no_explanation()
    {
        var choice = ContainerChoice.For(PodOf(annotation: "a"), "b");

        Assert.Equal(("b", null), (choice.Name, choice.Others));
    }

    [Fact]
    public void Init_and_ephemeral_containers_can_be_asked_for() => Assert.Equal("debug", ContainerChoice.For(PodOf(), "debug").Name);

    [Fact]
    public void A_container_that_does_not_exist_is_an_error_that_names_those_that_do()
    {
        var error = Assert.Throws<KubernetesException>(() => ContainerChoice.For(PodOf(), "zzz"));

        Assert.Equal(StreamReason.ContainerNotFound, error.Reason);
        Assert.Contains("a, b, debug (ephemeral), init (init)", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Without_a_request_the_annotation_decides()
    {
        var choice = ContainerChoice.For(PodOf(annotation: "b"), null);

        Assert.Equal("b", choice.Name);
        Assert.Equal("Defaulted container 'b' out of: a, b, debug (ephemeral), init (init)", choice.Others);
    }

    [Fact]
    public void Without_an_annotation_it_is_the_first() => Assert.Equal("a", ContainerChoice.For(PodOf(), null).Name);

    [Fact]
    public void A_wrong_annotation_is_an_error_for_exec_and_a_notice_for_logs()
    {
        var pod = PodOf(annotation: "gone");

        Assert.Equal(StreamReason.ContainerNotFound, Assert.Throws<KubernetesException>(() => ContainerChoice.For(pod, null)).Reason);
        var choice = ContainerChoice.For(pod, null, ContainerUse.Logs);
        Assert.Equal("a", choice.Name);
        Assert.Contains("gone", choice.Notice, StringComparison.Ordinal);
    }

    [Fact]
    public void A_single_container_needs_no_explanation()
    {
        var pod = new Pod { Spec = new PodSpec { Containers = [new Container { Name = "only" }] } };

        Assert.Null(ContainerChoice.For(pod, null).Others);
    }

    private static Pod PodOf(string? annotation = null)
    {
        var pod = new Pod
        {
            Metadata = new ObjectMeta { Name = "multi" },
            Spec = new PodSpec
            {
                Containers = [new Container { Name = "a" }, new Container { Name = "b" }],
                InitContainers = [new Container { Name = "init" }],
                EphemeralContainers = [new EphemeralContainer { Name = "debug" }],
            },
        };
        if (annotation is not null)
        {
            pod.Metadata.Annotations[ContainerChoice.DefaultContainerAnnotation] = annotation;
        }

        return pod;
    }
}
