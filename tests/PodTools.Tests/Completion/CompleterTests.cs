using System.Collections;
using System.Diagnostics;
using PodTools.Commands;
using PodTools.Completion;
using PodTools.Tests.Commands;
using Xunit.Abstractions;

namespace PodTools.Tests.Completion;

/// <summary>What is offered at a Tab: little is asked for it, and nothing is waited for.</summary>
public sealed class CompleterTests(ITestOutputHelper output) : SimulatorTests
{
    [Theory]
    [InlineData("", "app,tier")]
    [InlineData("t", "tier")]
    [InlineData("!ap", "!app")]
    [InlineData("tier=", "tier=back,tier=front")]
    [InlineData("tier!=f", "tier!=front")]
    [InlineData("app=web;ti", "app=web;tier")]
    [InlineData("app=web;tier==b", "app=web;tier==back")]
    public async Task Keys_and_values_of_labels_are_offered_for_the_last_requirement(string word, string expected)
    {
        Label("one", "web", "front");
        Label("two", "web", "back");

        Assert.Equal(Commas(expected), await OfferAsync(new LabelCompleter(), word.Replace(';', ',')));

        IEnumerable<string> Commas(string texts) => texts.Split(',').Select(text => text.Replace(';', ','));
    }

    [Fact]
    public async Task Owners_are_named_as_users_name_them()
    {
        Own("web-6d5f-x", "ReplicaSet", "web-6d5f", "6d5f");
        Own("db-0", "StatefulSet", "db", null);

        Assert.Equal(["deployment/web", "statefulset/db"], await OfferAsync(new OwnerCompleter(), ""));
    }

    [Fact]
    public async Task Containers_are_those_of_the_pod_that_is_named()
    {
        Label("one", "web", "front");
        Label("two", "web", "back");

        Assert.Equal(["two"], await OfferAsync(new ContainerCompleter(), "", ("Name", "two")));
        Assert.Equal(["one", "two"], await OfferAsync(new ContainerCompleter(), "", ("Name", "*")));
    }

    [Fact]
    public async Task Nodes_labels_of_nodes_and_namespaces_and_fields_are_offered()
    {
        Assert.Equal(["node-1"], await OfferAsync(new NodeCompleter(), "no"));
        Assert.Equal(["kubernetes.io/hostname=node-1"], await OfferAsync(new NodeLabelCompleter(), "kubernetes.io/hostname="));
        Assert.Equal(["kubernetes.io/metadata.name=kube-public"], await OfferAsync(new NamespaceLabelCompleter(), "kubernetes.io/metadata.name=kube-p"));
        Assert.Equal(["status.phase=Running,spec.nodeName="], await OfferAsync(new FieldSelectorCompleter(), "status.phase=Running,spec.no"));
    }

    [Fact]
    public async Task One_answer_serves_for_two_seconds()
    {
        var counter = new PodSimulatorFault { Path = "/api/v1/namespaces/default/pods", Times = 2 };
        Label("one", "web", "front");
        Simulator.Faults.Add(counter);

        var clock = Stopwatch.StartNew();
        Assert.Equal(["one"], await OfferAsync(new PodNameCompleter(), "o"));
        Assert.Empty(await OfferAsync(new PodNameCompleter(), "x", mayBeEmpty: true));

        // On a machine so slow that the answer grew old meanwhile, asking again is right.
        Assert.True(Simulator.Faults.Current.Contains(counter) || clock.Elapsed > TimeSpan.FromSeconds(2));
    }

    [Fact]
    public async Task A_cluster_that_never_answers_costs_a_moment_and_nothing_is_offered()
    {
        await using var silent = new FaultProxy(Simulator.Server.Port, () => new LinkFault { StallAfter = 0 });
        var folder = Directory.CreateTempSubdirectory();
        try
        {
            var kubeConfig = Path.Combine(folder.FullName, "config");
            var text = await File.ReadAllTextAsync(Simulator.KubeConfig);
            await File.WriteAllTextAsync(kubeConfig, text.Replace($":{Simulator.Server.Port}", $":{silent.Port}", StringComparison.Ordinal));
            Completer[] completers = [new PodNameCompleter(), new NamespaceCompleter(), new NodeCompleter(), new ContainerCompleter(), new LabelCompleter(), new NodeLabelCompleter(), new NamespaceLabelCompleter(), new OwnerCompleter()];
            foreach (var completer in completers)
            {
                var clock = Stopwatch.StartNew();
                Assert.Empty(completer.Offer(Request("", ("KubeConfig", kubeConfig))));
                output.WriteLine($"{completer.GetType().Name}: {clock.ElapsedMilliseconds} ms");

                // The promise is 300 ms; a busy machine may hold up the thread that keeps it.
                Assert.True(clock.Elapsed < TimeSpan.FromSeconds(3));
            }

            Assert.Empty(new PodNameCompleter().Offer(Request("", ("KubeConfig", "/no/such/file"))));
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private void Label(string name, string app, string tier) => Run(new NewPodCommand
    {
        Name = name,
        Image = "nginx",
        Label = new Hashtable { ["app"] = app, ["tier"] = tier },
        Context = Name,
    });

    private void Own(string name, string kind, string owner, string? hash) => Run(new NewPodCommand
    {
        Manifest =
        [
            $$"""
            apiVersion: v1
            kind: Pod
            metadata:
              name: {{name}}
              labels: { app: x{{(hash is null ? "" : $", pod-template-hash: {hash}")}} }
              ownerReferences: [{ apiVersion: apps/v1, kind: {{kind}}, name: {{owner}}, uid: {{Guid.NewGuid()}}, controller: true }]
            spec: { containers: [{ name: c, image: nginx }] }
            """,
        ],
        Context = Name,
    });

    private CompletionRequest Request(string word, params (string Name, string Value)[] bound)
    {
        var table = new Hashtable { ["Context"] = Name };
        foreach (var (name, value) in bound)
        {
            table[name] = value;
        }

        return new(word, table);
    }

    // A second Tab has what came too late for the first.
    private async Task<IReadOnlyList<string>> OfferAsync(Completer completer, string word, (string Name, string Value)? bound = null, bool mayBeEmpty = false)
    {
        var clock = Stopwatch.StartNew();
        while (true)
        {
            var offered = await Task.Run(() => completer.Offer(bound is { } one ? Request(word, one) : Request(word)));
            if (offered.Count > 0 || mayBeEmpty || clock.Elapsed > TimeSpan.FromSeconds(20))
            {
                return offered;
            }
        }
    }
}
