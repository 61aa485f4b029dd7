using System.Collections.Specialized;
using PodTools.Commands;
using PodTools.Pipeline;

namespace PodTools.Tests.Commands;

/// <summary>Namespaces that are made and removed.</summary>
public sealed class NamespaceTests : SimulatorTests
{
    [Fact]
    public void Labels_may_be_any_table()
    {
        var made = (PodNamespace)Run(new NewPodNamespaceCommand { Name = ["apart"], Label = new OrderedDictionary { ["team"] = "red" }, Context = Name }).Output.Single();

        Assert.Equal("red", made.Labels["team"]);
    }

    [Fact]
    public void A_namespace_that_cannot_go_is_an_error_after_the_timeout_and_another_goes()
    {
        Run(new NewPodNamespaceCommand { Name = ["held", "free"], Context = Name });
        Run(new NewPodCommand
        {
            Manifest = ["{apiVersion: v1, kind: Pod, metadata: {name: web, namespace: held, finalizers: [example.com/hold]}, spec: {containers: [{name: web, image: nginx}]}}"],
            Context = Name,
        });

        var late = Record(Removal("held", TimeSpan.FromSeconds(0.5))).Errors.Single();
        Run(Removal("free", TimeSpan.FromMinutes(1)));

        Assert.Equal(("Timeout", (object)"held"), (late.Id, late.Target));
        Assert.Contains("held", late.Message, StringComparison.Ordinal);
        var left = Run(new GetPodNamespaceCommand { Context = Name }).Output.Cast<PodNamespace>().ToDictionary(each => each.Name, each => each.Status);
        Assert.Equal("Terminating", left["held"]);
        Assert.DoesNotContain("free", left.Keys);
    }

    private PodCmdlet Removal(string name, TimeSpan timeout) => new RemovePodNamespaceCommand { Name = [name], Timeout = timeout, Context = Name }
        .With(nameof(RemovePodNamespaceCommand.Wait)).With(nameof(RemovePodNamespaceCommand.Force));
}
