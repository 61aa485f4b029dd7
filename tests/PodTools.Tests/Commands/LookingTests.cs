using PodTools.Commands;

namespace PodTools.Tests.Commands;

/// <summary>Diagnosis, comparison, rights and use of pods.</summary>
public sealed class LookingTests() : SimulatorTests(nameof(StartPodSimulatorCommand.Metrics))
{
    [Fact]
    public void A_diagnosis_rests_on_the_log_and_the_exit_code()
    {
        Make("web");
        var bad = Make("bad", "echo no licence; exit 3", "Completed");

        var one = (PodDiagnosis)Run(new GetPodDiagnosisCommand { Pod = [bad] }).Output.Single();
        Assert.Equal((PodCause.ContainerFailed, "bad", true), (one.Cause, one.Container, one.IsProblem));
        Assert.Contains("no licence", one.Summary, StringComparison.Ordinal);

        var all = Run(new GetPodDiagnosisCommand { Context = Name }).Output.Cast<PodDiagnosis>();
        Assert.Equal([("bad", true), ("web", false)], all.Select(each => (each.Name!, each.IsProblem)).Order());
    }

    [Theory]
    [InlineData("web", "InvalidArgument")]
    [InlineData("deployment/web", "DeploymentNotFound")]
    public void A_diagnosis_judges_only_the_pods_of_an_owner(string owner, string error)
    {
        Make("web");

        var recorded = Record(new GetPodDiagnosisCommand { Owner = owner, Context = Name });

        Assert.Empty(recorded.Output);
        Assert.Equal(error, recorded.Errors.Single().Id);
    }

    [Fact]
    public void A_manifest_is_compared_with_the_live_pod_and_a_pod_with_another()
    {
        Make("web");
        Make("other");
        var manifest = "apiVersion: v1\nkind: Pod\nmetadata:\n  name: web\nspec:\n  restartPolicy: Never\n  containers:\n"
            + "  - name: web\n    image: mirror.test/busybox\n    command: [sh, -c, sleep 3600]\n";

        var change = (PodChange)Run(new ComparePodCommand { Manifest = [manifest], Context = Name }).Output.Single();
        Assert.Equal(("spec.containers[name=web].image", "busybox", "mirror.test/busybox", "web"), (change.Field, change.Old, change.New, change.Pod));

        var fields = Run(new ComparePodCommand { ReferencePod = "web", DifferencePod = "other", Context = Name }).Output.Cast<PodChange>().Select(each => each.Field);
        Assert.Equal(["metadata.name", "spec.containers[name=web]", "spec.containers[name=other]"], fields);

        Assert.Empty(Run(new ComparePodCommand { ReferencePod = "web", DifferencePod = "web", Context = Name }).Output);
        Assert.Equal("PodAmbiguous", Record(new ComparePodCommand { ReferencePod = "*", DifferencePod = "web", Context = Name }).Errors.Single().Id);
        Assert.Equal("PodNotFound", Record(new ComparePodCommand { Manifest = [manifest.Replace("name: web\nspec", "name: gone\nspec", StringComparison.Ordinal)], Context = Name }).Errors.Single().Id);
    }

    [Fact]
    public void Rights_are_told_for_every_verb_and_resource()
    {
        var answers = Run(new TestPodAccessCommand { Verb = ["GET", "delete"], Resource = ["pod", "pods/exec", "deployments.apps/scale"], Context = Name }).Output.Cast<PodAccess>().ToList();
        Assert.Equal(["pods", "pods/exec", "deployments/scale"], answers.Take(3).Select(answer => answer.Resource));
        Assert.Equal(("get", "apps", "default", Name), (answers[2].Verb, answers[2].Group, answers[2].Namespace, answers[2].Context));
        Assert.All(answers, answer => Assert.True(answer.Allowed));

        Assert.Equal([true], Run(new TestPodAccessCommand { Verb = ["get"], Context = Name }.With(nameof(TestPodAccessCommand.Quiet))).Output);
        Assert.Contains(Run(new TestPodAccessCommand { Context = Name }.With(nameof(TestPodAccessCommand.List))).Output.Cast<PodAccess>(), each => each is { Verb: "*", Resource: "*" });
    }

    [Fact]
    public void Use_is_set_against_requests_and_limits()
    {
        var pod = (Pod)Run(new NewPodCommand
        {
            Name = "web",
            Image = "nginx",
            Request = new System.Collections.Hashtable { ["memory"] = "8Mi" },
            Limit = new System.Collections.Hashtable { ["memory"] = "64Mi" },
            Context = Name,
        }).Output.Single();
        Run(new WaitPodCommand { Pod = [pod], For = "Ready" });

        var metric = (PodMetric)Run(new GetPodMetricCommand { Name = ["web"], Context = Name }).Output.Single();
        Assert.Equal(("8Mi", "64Mi", null), ($"{metric.MemoryRequest}", $"{metric.MemoryLimit}", metric.CpuLimit));
        Assert.Equal(metric.Memory!.Value.ToDouble() / (64 * 1024 * 1024) * 100, metric.MemoryLimitPercent!.Value, 0.1);

        var container = (PodMetric)Run(new GetPodMetricCommand { Context = Name }.With(nameof(GetPodMetricCommand.PerContainer))).Output.Single();
        Assert.Equal(("web", metric.Memory), (container.Container, container.Memory));
    }

    [Fact]
    public void Use_is_measured_in_all_namespaces_with_one_request()
    {
        var counter = new PodSimulatorFault { Path = "/apis/metrics.k8s.io/*pods", Times = 3 };
        foreach (var ns in new[] { "default", "kube-public" })
        {
            Run(new NewPodCommand { Name = "web", Image = "nginx", Namespace = ns, Context = Name });
            Run(new WaitPodCommand { Name = ["web"], Namespace = [ns], Context = Name });
        }

        Simulator.Faults.Add(counter);
        var metrics = Run(new GetPodMetricCommand { Context = Name }.With(nameof(GetPodMetricCommand.AllNamespaces))).Output.Cast<PodMetric>();

        Assert.Equal(["default/web", "kube-public/web"], metrics.Select(metric => $"{metric.Namespace}/{metric.Name}").Order());
        Assert.Contains(counter, Simulator.Faults.Current);
    }

    [Fact]
    public void Selectors_may_be_written_as_lists()
    {
        Make("web");
        Make("other");
        Run(new AddPodLabelCommand { Name = ["web"], Label = new System.Collections.Hashtable { ["app"] = "web", ["tier"] = "x" }, Context = Name });

        var pods = Run(new GetPodCommand
        {
            LabelSelector = new object[] { "app=web", "tier in (x, y)" },
            FieldSelector = ["status.phase=Running", "metadata.name!=other"],
            Context = [Name],
        }).Output.Cast<Pod>();

        Assert.Equal(["web"], pods.Select(pod => pod.Name));
    }

    [Fact]
    public void Descriptions_of_a_silent_cluster_are_waited_for_once()
    {
        var silence = new PodSimulatorFault { Path = "/openapi/*", Latency = TimeSpan.FromMinutes(1) };
        var counter = new PodSimulatorFault { Path = "/openapi/*", Times = 1 };
        Simulator.Faults.Add(silence);

        var first = Record(new GetPodSchemaCommand { Path = ["pod.spec.nodeName"], Context = Name });
        Simulator.Faults.Remove(silence);
        Simulator.Faults.Add(counter);
        var second = Record(new GetPodSchemaCommand { Path = ["pod.spec.nodeName"], Context = Name });

        Assert.All([first, second], each => Assert.Contains("did not answer within 2 seconds", Assert.Single(each.VerboseLines), StringComparison.Ordinal));
        Assert.Contains(counter, Simulator.Faults.Current);
        Assert.Equal(["nodeName"], second.Output.Cast<PodField>().Select(field => field.Name));
    }

    [Fact]
    public void A_watch_that_is_refused_in_one_namespace_goes_on_in_the_others()
    {
        Make("web");
        Simulator.Faults.Add(new PodSimulatorFault { Path = "/api/v1/namespaces/secret/pods", StatusCode = 403 });

        var recorded = Record(new WatchPodCommand { Namespace = ["secret", "default"], Timeout = TimeSpan.FromSeconds(3), Context = Name });

        Assert.Equal(["web"], recorded.Output.Cast<PodWatchEvent>().Select(change => change.Pod.Name));
        Assert.Equal(("PodForbidden", "secret"), (recorded.Errors.Single().Id, recorded.Errors.Single().Target));
    }

    [Fact]
    public void Progress_tells_how_many_pods_are_done_and_goes_away_with_the_last()
    {
        Make("ready");
        Run(new NewPodCommand { Name = "lost", Image = "nginx", NodeSelector = new System.Collections.Hashtable { ["no"] = "where" }, Context = Name });

        var shown = Record(new WaitPodCommand { Name = ["ready", "lost"], Context = Name }).ProgressShown;

        Assert.Contains(shown, each => each.Status.Contains("No node takes the pod", StringComparison.Ordinal));
        Assert.Contains(shown, each => each.Percent == 50 && each.Status.StartsWith("1 of 2 done, default/", StringComparison.Ordinal));
        Assert.True(shown[^1].Completed);
        Assert.Single(shown, each => each.Completed);
    }
}
