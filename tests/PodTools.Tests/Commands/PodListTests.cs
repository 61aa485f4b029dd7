using PodTools.Commands;

namespace PodTools.Tests.Commands;

/// <summary>How Get-Pod sorts, cuts off and carries on.</summary>
public sealed class PodListTests : SimulatorTests
{
    [Fact]
    public void Pods_are_sorted_before_the_first_ones_are_taken()
    {
        Make("b");
        Make("a");
        Make("c");

        Assert.Equal(["a", "b"], Names(new GetPodCommand { Context = [Name], Sort = "Name", First = 2 }));
        Assert.Equal(["c", "b", "a"], Names(new GetPodCommand { Context = [Name], Sort = "Name" }.With(nameof(GetPodCommand.Descending))));
        Assert.Single(Names(new GetPodCommand { Context = [Name], First = 1 }));
    }

    [Fact]
    public void A_context_that_fails_is_one_error_and_the_others_answer()
    {
        Make("web");

        var recorded = Record(new GetPodCommand { Context = ["nowhere", Name], Namespace = ["default", "kube-system"], KubeConfig = Simulator.KubeConfig });
        Assert.Equal(["web"], recorded.Output.Cast<Pod>().Select(pod => pod.Name));
        Assert.Equal(["ContextNotFound"], recorded.Errors.Select(error => error.Id).Distinct());
    }

    [Fact]
    public void An_owner_is_kind_and_name_in_one_namespace()
    {
        Assert.Equal("InvalidArgument", Record(new GetPodCommand { Context = [Name], Owner = "web" }).Errors.Single().Id);
        Assert.Equal("NamespaceRequired", Record(new GetPodCommand { Context = [Name], Owner = "job/x" }.With(nameof(GetPodCommand.AllNamespaces))).Errors.Single().Id);
    }

    [Fact]
    public void A_cluster_that_measures_nothing_says_so_also_when_no_pod_is_there() =>
        Assert.Equal("PodMetricsUnavailable", Record(new GetPodMetricCommand { Context = Name }).Errors.Single().Id);

    [Fact]
    public void A_pod_built_of_parameters_holds_nothing_that_was_not_given()
    {
        var pod = (Pod)Run(new NewPodCommand { Name = "x", Image = "nginx", DryRun = "Client" }).Output.Single();
        Assert.Equal(
            """{"apiVersion":"v1","kind":"Pod","metadata":{"name":"x"},"spec":{"containers":[{"image":"nginx","name":"x"}]}}""",
            KubernetesJson.Serialize(pod));
    }

    private IEnumerable<string?> Names(PodTools.Pipeline.PodCmdlet command) => Run(command).Output.Cast<Pod>().Select(pod => pod.Name);
}
