using System.Collections;
using System.Management.Automation;
using PodTools.Commands;
using PodTools.Pipeline;

namespace PodTools.Tests.Commands;

/// <summary>Pods from files, text and parameters, on a simulated cluster.</summary>
public sealed class ManifestCommandTests : SimulatorTests
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("podtools-manifests-");

    [Fact]
    public void Of_two_hundred_files_the_good_ones_are_created_and_the_bad_ones_reported_in_order()
    {
        string[] bad = ["kind: [\n", Pod("bad-70").Replace("containers:", "containrs:", StringComparison.Ordinal), Pod("Bad_140")];
        for (var i = 0; i < 200; i++)
        {
            Write($"{i:000}.yaml", i switch { 13 => bad[0], 70 => bad[1], 140 => bad[2], _ => Pod($"pod-{i:000}") });
        }

        var made = Record(new NewPodCommand { Path = [_folder.FullName], Context = Name });

        var names = made.Output.Cast<Pod>().Select(pod => pod.Name!).ToList();
        Assert.Equal(Enumerable.Range(0, 200).Where(i => i is not (13 or 70 or 140)).Select(i => $"pod-{i:000}"), names);
        Assert.Equal(["ManifestSyntax", "ManifestInvalid", "ManifestInvalid"], made.Errors.Select(error => error.Id));
        Assert.Equal(["013.yaml", "070.yaml", "140.yaml"], made.Errors.Select(error => Path.GetFileName((string)error.Target!)));
        Assert.Equal(197, Run(new GetPodCommand { Context = [Name] }).Output.Count);
    }

    [Fact]
    public void Of_a_file_with_a_wrong_pod_nothing_is_created()
    {
        Write("mixed.yaml", Pod("good") + "---\n" + Pod("wrong").Replace("image:", "imagee:", StringComparison.Ordinal) + "---\n" + Pod("good-too"));

        var error = Assert.Single(Record(new NewPodCommand { Path = [_folder.FullName], Context = Name }).Errors);

        Assert.Equal("ManifestInvalid", error.Id);
        Assert.Contains("mixed.yaml(17,5): error: spec.containers[0].imagee: unknown field", error.Message, StringComparison.Ordinal);
        Assert.EndsWith("Until then nothing of this file or text is created.", error.Advice, StringComparison.Ordinal);
        Assert.Empty(Run(new GetPodCommand { Context = [Name] }).Output);
    }

    [Fact]
    public void Objects_of_other_kinds_are_an_error_each_and_the_pods_beside_them_are_created()
    {
        var text = "kind: Service\napiVersion: v1\nmetadata: {name: s}\n---\n" + Pod("a") + "---\nkind: ConfigMap\napiVersion: v1\nmetadata: {name: c}\n---\n" + Pod("b");

        var made = Record(new NewPodCommand { Manifest = [text], Context = Name });

        Assert.Equal(["a", "b"], made.Output.Cast<Pod>().Select(pod => pod.Name));
        Assert.Equal(["The manifest, line 1, is a Service, and no pod.", "The manifest, line 14, is a ConfigMap, and no pod."], made.Errors.Select(error => error.Message));
    }

    [Theory]
    [InlineData("kind: Pod\nkind: Pod\n", "manifest(2,1): error: kind: duplicate field")]
    [InlineData("---\n", "holds no object")]
    [InlineData("a:\n\tb: c\n", "forbids tabs")]
    public void Text_that_is_no_manifest_creates_nothing(string text, string message)
    {
        var error = Assert.Single(Record(new NewPodCommand { Manifest = [text], Context = Name }).Errors);
        Assert.Contains(message, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Two_pods_of_one_name_in_a_text_are_refused()
    {
        var error = Assert.Single(Record(new NewPodCommand { Manifest = [Pod("twin") + "---\n" + Pod("twin")], Context = Name }).Errors);
        Assert.DoesNotContain("warning", error.Message, StringComparison.Ordinal);
        Assert.Contains("Pod \"twin\" stands in the text already, at line 1, column 1", error.Message, StringComparison.Ordinal);
        Assert.Empty(Run(new GetPodCommand { Context = [Name] }).Output);
    }

    [Fact]
    public void Bytes_that_are_no_text_are_refused()
    {
        File.WriteAllBytes(Path.Combine(_folder.FullName, "latin.yaml"), [.. "apiVersion: v1\nkind: Pod\nmetadata: {name: gr"u8, 0xFC, .. "n}\n"u8]);
        var error = Assert.Single(Record(new NewPodCommand { Path = [_folder.FullName], Context = Name }).Errors);
        Assert.Equal(("ManifestInvalid", ErrorCategory.InvalidData), (error.Id, error.Category));
        Assert.Contains("(FC)", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Whatever_is_done_to_a_text_that_stays_wrong_nothing_is_created()
    {
        var random = new Random(29);
        var sample = Pod("fuzz");
        for (var i = 0; i < 300; i++)
        {
            var at = random.Next(sample.Length);
            var text = sample[..at] + "{}[]:-&*!\t\"\n"[random.Next(12)] + sample[random.Next(at, sample.Length)..] + "\nkind: Pod\nkind: Pod\n";
            Assert.NotEmpty(Record(new NewPodCommand { Manifest = [text], Context = Name }).Errors);
        }

        Assert.Empty(Run(new GetPodCommand { Context = [Name] }).Output);
    }

    [Fact]
    public void A_pod_can_be_made_of_parameters()
    {
        var pod = (Pod)Run(new NewPodCommand
        {
            GenerateName = "web-",
            Image = "nginx",
            Env = new Hashtable { ["KEY"] = new Hashtable { ["secret"] = "db/key" }, ["NODE"] = new Hashtable { ["field"] = "spec.nodeName" } },
            EnvFrom = ["configMap/app"],
            Mount = new Hashtable { ["conf"] = "/etc/app:ro" },
            Volume = [Volume(new NewPodVolumeCommand { ConfigMap = "app", Mode = "0440", Item = new Hashtable { ["k"] = "a/b" } })],
            ReadinessProbe = new Hashtable { ["httpGet"] = new Hashtable { ["port"] = 80 } },
            SecurityContext = new Hashtable { ["runAsUser"] = 5 },
            Affinity = new Hashtable { ["podAntiAffinity"] = new Hashtable { ["requiredDuringSchedulingIgnoredDuringExecution"] = new object[] { new Hashtable { ["topologyKey"] = "zone" } } } },
            Toleration = [new Hashtable { ["operator"] = "Exists" }],
            ImagePullSecret = ["registry"],
            Context = Name,
        }).Output.Single();

        var container = pod.Spec!.Containers[0];
        Assert.StartsWith("web-", pod.Name, StringComparison.Ordinal);
        Assert.Equal(("main", "app", 80, 5), (container.Name, container.EnvFrom[0].ConfigMapRef!.Name, (int)container.ReadinessProbe!.HttpGet!.Port!.Value.Number!, container.SecurityContext!.RunAsUser));
        Assert.Equal("key", container.Env.Single(variable => variable.Name == "KEY").ValueFrom!.SecretKeyRef!.Key);
        Assert.Equal("zone", pod.Spec.Affinity!.PodAntiAffinity!.RequiredDuringSchedulingIgnoredDuringExecution[0].TopologyKey);
        Assert.Equal((288, "a/b", "registry"), (pod.Spec.Volumes[0].ConfigMap!.DefaultMode, pod.Spec.Volumes[0].ConfigMap!.Items[0].Path, pod.Spec.ImagePullSecrets[0].Name));
    }

    [Fact]
    public void A_pod_of_parameters_needs_one_name_and_a_container()
    {
        Assert.Equal("NameRequired", Assert.Single(Record(new NewPodCommand { Image = "x", Context = Name }).Errors).Id);
        Assert.Equal("NameRequired", Assert.Single(Record(new NewPodCommand { Name = "a", GenerateName = "a-", Image = "x", Context = Name }).Errors).Id);
        Assert.Equal("NoContainer", Assert.Single(Record(new NewPodCommand { Name = "a", Context = Name }).Errors).Id);
        Assert.Equal("EnvironmentSourceInvalid", Assert.Single(Record(new NewPodCommand { Name = "a", Image = "x", EnvFrom = ["app"], Context = Name }).Errors).Id);
    }

    [Fact]
    public void What_is_wrong_with_a_built_pod_is_found_before_anything_is_asked_or_sent_and_names_the_parameter()
    {
        var parameters = Refusal(new NewPodCommand
        {
            Name = "a",
            Image = "nginx",
            Port = ["70000"],
            Label = new Hashtable { ["a b"] = "c" },
            Limit = new Hashtable { ["memory"] = "1Mi" },
            Request = new Hashtable { ["memory"] = "2Mi" },
            Context = Name,
        });
        var table = Refusal(new NewPodCommand { Manifest = [Built(new Hashtable { ["restartPolicy"] = "never", ["hostPID"] = "yes" })], Context = Name });

        Assert.Contains("-Port, spec.containers[0].ports[0].containerPort: Invalid value: 70000", parameters, StringComparison.Ordinal);
        Assert.Contains("-Label, metadata.labels: Invalid value: \"a b\"", parameters, StringComparison.Ordinal);
        Assert.Contains("-Request, spec.containers[0].resources.requests: Invalid value: \"2Mi\"", parameters, StringComparison.Ordinal);
        Assert.Contains("error: spec.restartPolicy: Unsupported value: \"never\"", table, StringComparison.Ordinal);
        Assert.Contains("error: spec.hostPID: ", table, StringComparison.Ordinal);

        string Refusal(NewPodCommand command)
        {
            var tried = new RecordingPipeline { WhatIf = true }.Run(command, CancellationToken.None);
            Assert.Empty(tried.Questions);
            var error = Assert.Single(tried.Errors);
            Assert.Equal("ManifestInvalid", error.Id);
            return error.Message;
        }
    }

    [Fact]
    public void A_part_of_a_pod_may_be_declared_but_not_with_values_of_other_types()
    {
        Make("live");
        var part = Run(new SetPodCommand { Manifest = [new Hashtable { ["metadata"] = new Hashtable { ["name"] = "live", ["labels"] = new Hashtable { ["a"] = "b" } } }], Context = Name });
        var error = Assert.Single(Record(new SetPodCommand { Manifest = [Built(new Hashtable { ["hostPID"] = "yes" })], Context = Name }).Errors);

        var unknown = Assert.Single(Record(new SetPodCommand { Manifest = [Built(new Hashtable { ["ofTomorrow"] = true })], Context = Name }).Errors);

        Assert.Equal("PodInvalid", unknown.Id);
        Assert.EndsWith("cannot have that: .spec.ofTomorrow: field not declared in schema", unknown.Message, StringComparison.Ordinal);
        Assert.Equal(PodApplyChange.Configured, ((PodApplyResult)part.Output.Single()).Change);
        Assert.Equal("ManifestInvalid", error.Id);
        Assert.StartsWith("error: spec.hostPID: ", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_field_that_is_not_known_here_is_left_to_the_server()
    {
        var error = Assert.Single(Record(new NewPodCommand { Manifest = [Built(new Hashtable { ["ofTomorrow"] = true })], Context = Name }).Errors);
        Assert.Equal("BadRequest", error.Id);
    }

    [Fact]
    public void What_is_no_quantity_or_no_table_names_its_parameter()
    {
        var lots = new Hashtable { ["cpu"] = "lots" };
        Assert.StartsWith("-Request, cpu: \"lots\" is no quantity.", Message(new NewPodCommand { Name = "a", Image = "x", Request = lots, Context = Name }), StringComparison.Ordinal);
        Assert.StartsWith("-Limit, cpu: \"lots\" is no quantity.", Message(new NewPodContainerCommand { Name = "a", Image = "x", Limit = lots }), StringComparison.Ordinal);
        Assert.StartsWith("-SizeLimit: \"lots\" is no quantity.", Message(new NewPodVolumeCommand { Name = "a", EmptyDir = true, SizeLimit = "lots" }), StringComparison.Ordinal);
        Assert.StartsWith("-ReadinessProbe is no Probe: ", Message(new NewPodCommand { Name = "a", Image = "x", ReadinessProbe = new Hashtable { ["httpGet"] = "x" }, Context = Name }), StringComparison.Ordinal);

        string Message(PodCmdlet command) => Assert.Single(Record(command).Errors).Message;
    }

    [Fact]
    public void Every_kind_of_volume_can_be_mounted()
    {
        NewPodVolumeCommand[] kinds =
        [
            new() { EmptyDir = true, SizeLimit = "1Mi" }, new() { HostPath = "/var/log", HostPathType = "Directory" }, new() { ConfigMap = "c" }, new() { Secret = "s", Mode = "400" },
            new() { DownwardApi = new Hashtable { ["labels"] = "metadata.labels" } }, new() { Projected = [new Hashtable { ["configMap"] = new Hashtable { ["name"] = "c" } }] },
            new() { PersistentVolumeClaim = "p" }, new() { Claim = "1Gi", StorageClass = "fast" }, new() { NfsServer = "n", NfsPath = "/x" },
            new() { CsiDriver = "d.example.com", Attribute = new Hashtable { ["a"] = "b" } }, new() { Image = "data:1" },
            new() { Source = new Hashtable { ["iscsi"] = new Hashtable { ["targetPortal"] = "a", ["iqn"] = "iqn.2020-01.com.example:x", ["lun"] = 0 } } },
        ];
        Volume[] volumes = [.. kinds.Select((kind, i) => Volume(kind, $"v{i}"))];

        var pod = (Pod)Run(new NewPodCommand { Name = "all", Image = "x", Volume = volumes, Context = Name }).Output.Single();

        Assert.Equal(kinds.Length, pod.Spec!.Volumes.Count(volume => volume.Name!.StartsWith('v')));
    }

    [Fact]
    public void The_server_adds_only_what_was_not_known()
    {
        Write("bad.yaml", Pod("Bad_Name"));

        var issues = Run(new TestPodManifestCommand { Path = [_folder.FullName], Context = Name }.With(nameof(TestPodManifestCommand.Server))).Output.Cast<PodManifestIssue>();

        Assert.Equal("ObjectName", Assert.Single(issues).Rule);
    }

    [Fact]
    public void Issues_are_chosen_by_severity()
    {
        var text = "kind: Service\napiVersion: v1\n---\n" + Pod("a").Replace("    image: nginx", "    image: nginx\n    env: [{name: 1A, value: x}, {name: A=, value: x}]", StringComparison.Ordinal);
        Assert.Equal(["OtherKind"], RulesOf("Information"));
        Assert.Equal(["EnvName"], RulesOf("Warning"));
        Assert.Equal(["EnvName"], RulesOf("Error"));

        IEnumerable<string> RulesOf(string severity) => Run(new TestPodManifestCommand { Manifest = [text], Severity = severity }).Output.Cast<PodManifestIssue>().Select(issue => issue.Rule);
    }

    protected override void Dispose(bool disposing)
    {
        _folder.Delete(recursive: true);
        base.Dispose(disposing);
    }

    private static Hashtable Built(Hashtable more) => new()
    {
        ["metadata"] = new Hashtable { ["name"] = "built" },
        ["spec"] = new Hashtable(more) { ["containers"] = new object[] { new Hashtable { ["name"] = "c", ["image"] = "nginx" } } },
    };

    private Volume Volume(NewPodVolumeCommand command, string name = "conf")
    {
        command.Name = name;
        return (Volume)Run(command).Output.Single();
    }

    private void Write(string name, string text) => File.WriteAllText(Path.Combine(_folder.FullName, name), text);

    private static string Pod(string name) => $"apiVersion: v1\nkind: Pod\nmetadata:\n  name: {name}\nspec:\n  containers:\n  - name: main\n    image: nginx\n";
}
