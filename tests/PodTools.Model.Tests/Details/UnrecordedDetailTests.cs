using System.Text.RegularExpressions;

namespace PodTools.Tests.Details;

/// <summary>What a description says of things that no recording has.</summary>
public sealed partial class UnrecordedDetailTests
{
    private static readonly DateTimeOffset Now = new(2026, 1, 2, 12, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData("""{"metadata":{"ownerReferences":[{"kind":"X","name":"no"},{"kind":"ReplicaSet","name":"web-1","controller":true}]}}""", "Controlled By: ReplicaSet/web-1")]
    [InlineData("""{"spec":{"priority":5,"priorityClassName":"high"}}""", "Priority Class Name: high")]
    [InlineData("""{"spec":{"runtimeClassName":"gvisor"}}""", "Runtime Class Name: gvisor")]
    [InlineData("""{"status":{"nominatedNodeName":"n2"}}""", "NominatedNodeName: n2")]
    [InlineData("""{"spec":{"securityContext":{"seccompProfile":{"type":"Localhost","localhostProfile":"p.json"}}}}""", "SeccompProfile: Localhost")]
    [InlineData("""{"spec":{"nodeSelector":{"b":"2","a":"1"}}}""", "Node-Selectors: a=1")]
    [InlineData("""{"spec":{"tolerations":[{"operator":"Exists"}]}}""", "Tolerations: op=Exists")]
    [InlineData("""{"spec":{"topologySpreadConstraints":[{"topologyKey":"z","whenUnsatisfiable":"ScheduleAnyway","maxSkew":2,"labelSelector":{"matchExpressions":[{"key":"a","operator":"In","values":["c","b"]},{"key":"d","operator":"DoesNotExist"}]}}]}}""",
        "z:ScheduleAnyway when max skew 2 is exceeded for selector a in (b,c),!d")]
    [InlineData("""{"spec":{"resources":{"limits":{"cpu":"2"},"requests":{"memory":"1Gi"}}}}""", "\nResources:\n Limits:\n cpu: 2\n Requests:\n memory: 1Gi\n")]
    [InlineData("""{"metadata":{"deletionTimestamp":"2026-01-02T11:59:00Z"},"status":{"phase":"Failed"}}""", "Status: Terminating (lasts 60s)")]
    [InlineData("""{"metadata":{"deletionTimestamp":"2026-01-02T11:59:00Z","generation":2},"status":{"phase":"Failed"}}""", "Status: Failed")]
    [InlineData("""{"metadata":{"deletionTimestamp":"2026-01-02T11:59:00Z","generation":2},"status":{"phase":"Running"}}""", "Status: Terminating (lasts 60s)")]
    [InlineData("""{"status":{"conditions":[{"type":"PodResizeInProgress","status":"True"},{"type":"Someday","status":"Unknown"}]}}""", "PodResizeInProgress True")]
    [InlineData("""{"metadata":{"annotations":{"kubectl.kubernetes.io/last-applied-configuration":"{}"}}}""", "Annotations: <none>")]
    public void A_pod_shows_what_it_has(string json, string line) => Assert.Contains(line, Describe(json), StringComparison.Ordinal);

    [Theory]
    [InlineData("""{"env":[{"name":"N","valueFrom":{"fieldRef":{"apiVersion":"v1","fieldPath":"metadata.name"}}}]}""", "N: (v1:metadata.name)")]
    [InlineData("""{"env":[{"name":"N","valueFrom":{"fieldRef":{"apiVersion":"v1","fieldPath":"metadata.labels['app']"}}}]}""", "N: web (v1:metadata.labels['app'])")]
    [InlineData("""{"env":[{"name":"N","valueFrom":{"resourceFieldRef":{"resource":"limits.cpu"}}}]}""", "N: node allocatable (limits.cpu)")]
    [InlineData("""{"resources":{"requests":{"memory":"64Mi"}},"env":[{"name":"N","valueFrom":{"resourceFieldRef":{"resource":"requests.memory","divisor":"1Mi"}}}]}""",
        "N: 64 (requests.memory)")]
    [InlineData("""{"livenessProbe":{"httpGet":{"host":"::1","port":80,"path":"/x","scheme":"HTTPS"}}}""", "http-get https://[::1]:80/x delay=0s")]
    [InlineData("""{"livenessProbe":{"grpc":{"port":90,"service":"s"}}}""", "grpc <pod>:90 s delay=0s")]
    [InlineData("""{"volumeDevices":[{"devicePath":"/dev/b","name":"v"}]}""", "/dev/b from v")]
    [InlineData("""{"securityContext":{"seccompProfile":{"type":"Localhost","localhostProfile":"p.json"}}}""", " SeccompProfile: Localhost\n LocalhostProfile: p.json")]
    [InlineData("""{"env":[{"name":"N","valueFrom":{"fileKeyRef":{"key":"k","path":"f","volumeName":"v"}}}]}""", "N: <set to the key 'k' of file 'f' in volume 'v'> Optional: false")]
    [InlineData("""{"env":[{"name":"N","valueFrom":{"somedayRef":{"key":"k"}}}]}""", "N: ")]
    [InlineData("""{"ports":[{"containerPort":53,"protocol":"UDP"}]}""", "Port: 53/UDP")]
    public void A_container_shows_what_it_has(string container, string line) => Assert.Contains(
        line,
        Describe($$"""{"metadata":{"labels":{"app":"web"} },"spec":{"containers":[{{container}}]} }"""),
        StringComparison.Ordinal);

    [Theory]
    [InlineData("""{"name":"v","iscsi":{"iqn":"q","lun":1,"targetPortal":"p"}}""", "Type: Iscsi")]
    [InlineData("""{"name":"v","iscsi":{"iqn":"q","lun":1,"targetPortal":"p"}}""", "TargetPortal: p")]
    [InlineData("""{"name":"v"}""", "Type: <unknown>")]
    [InlineData("""{"name":"v","someday":{"x":"y"}}""", "X: y")]
    [InlineData("""{"name":"v","rbd":{"image":"i","monitors":["a:1","b:2"],"secretRef":{"name":"s"}}}""", "Monitors: [\"a:1\",\"b:2\"]\n SecretRef: {\"name\":\"s\"}")]
    [InlineData("""{"name":"v","image":{"reference":"data:1","pullPolicy":"Always"}}""", "Type: Image (a container image or OCI artifact)\n Reference: data:1\n PullPolicy: Always")]
    [InlineData("""{"name":"v","projected":{"sources":[{"clusterTrustBundle":{"path":"p"}},{"podCertificate":{"keyType":"ED25519"}},{"someday":{"x":"y"}}]}}""",
        "ClusterTrustBundle: {\"path\":\"p\"}\n PodCertificate: {\"keyType\":\"ED25519\"}\n Someday: {\"x\":\"y\"}")]
    [InlineData("""{"name":"v","downwardAPI":{"items":[{"path":"cpu","resourceFieldRef":{"resource":"limits.cpu"}}]}}""", "limits.cpu -> cpu")]
    public void A_volume_shows_what_it_has(string volume, string line) =>
        Assert.Contains(line, Describe($$"""{"spec":{"volumes":[{{volume}}]} }"""), StringComparison.Ordinal);

    [Theory]
    [InlineData("", "SecretName: s\n SecretOptionalName: true\n ConfigMapName: m\n ConfigMapOptional: <nil>")]
    [InlineData(""" "generation":1 """, "SecretName: s\n Optional: true\n ConfigMapName: m\n Optional: false")]
    public void What_is_projected_is_worded_as_by_the_kubectl_of_the_server(string metadata, string lines) => Assert.Contains(
        lines,
        Describe($$$"""{"metadata":{ {{{metadata}}} },"spec":{"volumes":[{"name":"v","projected":{"sources":[{"secret":{"name":"s","optional":true}},{"configMap":{"name":"m"}}]} }]} }"""),
        StringComparison.Ordinal);

    [Fact]
    public void Containers_join_what_was_asked_for_with_what_became_of_it()
    {
        var detail = new PodDetail(
            KubernetesJson.Deserialize<Pod>("""
                {"spec":{"initContainers":[{"name":"i"},{"name":"s","restartPolicy":"Always"}],"containers":[{"name":"c"}],"ephemeralContainers":[{"name":"e"}]},
                 "status":{"containerStatuses":[{"name":"c","state":{"waiting":{"reason":"CrashLoopBackOff"}},"lastState":{"terminated":{"exitCode":4}},"restartCount":2}]}}
                """),
            []);

        Assert.Equal([ContainerRole.Init, ContainerRole.Sidecar], detail.InitContainers.Select(container => container.Role));
        Assert.Equal(ContainerRole.Ephemeral, detail.EphemeralContainers.Single().Role);
        var main = detail.Containers.Single();
        Assert.Equal(("Waiting", "CrashLoopBackOff", 4, 2), (main.State, main.Reason, main.ExitCode, main.Restarts));
    }

    [Fact]
    public void Events_know_their_container_and_their_series()
    {
        var reported = new PodEvent(KubernetesJson.Deserialize<CoreEvent>("""
            {"involvedObject":{"name":"p","namespace":"a","fieldPath":"spec.containers{web}"},"eventTime":"2026-01-02T11:50:00.000000Z",
             "series":{"count":3,"lastObservedTime":"2026-01-02T11:59:00.000000Z"},"reportingComponent":"kubelet","message":" x \n"}
            """));

        Assert.Equal(("web", "p", "a", "kubelet", "x"), (reported.Container, reported.Pod, reported.Namespace, reported.From, reported.Message));
        Assert.Equal("60s (x3 over 10m)", reported.AgeAt(Now));
    }

    /// <summary>The description with single blanks: how wide its columns are depends on the lines around.</summary>
    private static string Describe(string json) =>
        Blanks().Replace(new PodDetail(KubernetesJson.Deserialize<Pod>(json), []).TextAt(Now), " ");

    [GeneratedRegex(" +")]
    private static partial Regex Blanks();
}
