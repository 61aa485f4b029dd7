using System.Text.Json.Nodes;
using PodTools.Commands;
using PodTools.Kubernetes;
using PodTools.Pipeline;

namespace PodTools.Tests.Commands;

/// <summary>Whom Remove-Pod removes, and how it evicts.</summary>
public sealed class RemovePodTests : SimulatorTests
{
    [Fact]
    public async Task An_eviction_that_a_budget_forbids_is_tried_until_the_time_is_over_and_says_which_budget()
    {
        await BudgetAsync();
        Make("web");
        Run(new AddPodLabelCommand { Name = ["web"], Label = new System.Collections.Hashtable { ["app"] = "web" }, Context = Name });

        var recorded = Record(new RemovePodCommand { Name = ["web"], Timeout = TimeSpan.FromMilliseconds(300), Context = Name }.With(nameof(RemovePodCommand.Evict)));

        var error = Assert.Single(recorded.Errors);
        Assert.Equal("PodEvictionForbidden", error.Id);
        Assert.Contains("The disruption budget keep needs 1 healthy pods and has 1 currently", error.Message, StringComparison.Ordinal);
        Assert.Contains(recorded.ProgressShown, progress => progress.Status.Contains("disruption budget keep", StringComparison.Ordinal));
        Assert.Null(Pod("web").Metadata!.DeletionTimestamp);
    }

    [Fact]
    public void A_pod_that_its_node_runs_from_a_file_is_not_evicted()
    {
        var pod = (Pod)Run(new NewPodCommand { Name = "static", Image = "nginx", Context = Name }).Output.Single();
        pod.Metadata!.Annotations["kubernetes.io/config.mirror"] = "hash";

        var recorded = Run(new RemovePodCommand { Pod = [pod] }.With(nameof(RemovePodCommand.Evict)));

        Assert.Contains("left alone", Assert.Single(recorded.Warnings), StringComparison.Ordinal);
        Assert.Null(Pod("static").Metadata!.DeletionTimestamp);
    }

    [Fact]
    public void A_later_pod_of_the_name_is_not_removed()
    {
        var old = (Pod)Run(new NewPodCommand { Name = "again", Image = "nginx", Context = Name }).Output.Single();
        Run(new RemovePodCommand { Pod = [old] }.With(nameof(RemovePodCommand.Now)).With(nameof(RemovePodCommand.Wait)));
        var now = (Pod)Run(new NewPodCommand { Name = "again", Image = "nginx", Context = Name }).Output.Single();

        Assert.Equal("PodConflict", Assert.Single(Record(new RemovePodCommand { Pod = [old] }).Errors).Id);

        Assert.Equal(now.Metadata!.Uid, Pod("again").Metadata!.Uid);
    }

    [Fact]
    public void WhatIf_lists_exactly_what_would_go_in_order()
    {
        foreach (var name in (string[])["one", "three", "two"])
        {
            Run(new NewPodCommand { Name = name, Image = "nginx", Context = Name });
        }

        var told = new RecordingPipeline { WhatIf = true }.Run(new RemovePodCommand { Context = Name }.With(nameof(RemovePodCommand.All)));

        Assert.Equal(["Remove: pod 'default/one'", "Remove: pod 'default/three'", "Remove: pod 'default/two'"], told.Questions);
        Assert.Null(Pod("one").Metadata!.DeletionTimestamp);
    }

    private async Task BudgetAsync()
    {
        var budget = JsonNode.Parse("""
            {"apiVersion":"policy/v1","kind":"PodDisruptionBudget","metadata":{"name":"keep"},
             "spec":{"minAvailable":1,"selector":{"matchLabels":{"app":"web"}}}}
            """)!;
        var request = new ApiRequest(HttpMethod.Post, "/apis/policy/v1/namespaces/default/poddisruptionbudgets") { Body = budget };
        (await KubernetesConnection.Open(Simulator.KubeConfig).SendAsync(request)).Dispose();
    }

    private Pod Pod(string name) => (Pod)Run(new GetPodCommand { Name = [name], Context = [Name] }).Output.Single();
}
