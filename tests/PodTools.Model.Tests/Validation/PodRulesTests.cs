using System.Text.Json.Nodes;
using PodTools.Validation;
using PodTools.Yaml;

namespace PodTools.Tests.Validation;

/// <summary>Rules of the API that no recording shows.</summary>
public sealed class PodRulesTests
{
    [Theory]
    [InlineData("affinity: {nodeAffinity: {requiredDuringSchedulingIgnoredDuringExecution: {nodeSelectorTerms: []}}}", "spec.affinity.nodeAffinity.requiredDuringSchedulingIgnoredDuringExecution.nodeSelectorTerms: Required value: must have at least one node selector term")]
    [InlineData("affinity: {nodeAffinity: {requiredDuringSchedulingIgnoredDuringExecution: {nodeSelectorTerms: [{matchExpressions: [{key: a, operator: In}]}]}}}", "spec.affinity.nodeAffinity.requiredDuringSchedulingIgnoredDuringExecution.nodeSelectorTerms[0].matchExpressions[0].values: Required value: must be specified when `operator` is 'In' or 'NotIn'")]
    [InlineData("affinity: {nodeAffinity: {requiredDuringSchedulingIgnoredDuringExecution: {nodeSelectorTerms: [{matchExpressions: [{key: a, operator: Gt, values: [\"1\", \"2\"]}]}]}}}", "spec.affinity.nodeAffinity.requiredDuringSchedulingIgnoredDuringExecution.nodeSelectorTerms[0].matchExpressions[0].values: Required value: must be specified single value when `operator` is 'Lt' or 'Gt'")]
    [InlineData("affinity: {nodeAffinity: {preferredDuringSchedulingIgnoredDuringExecution: [{weight: 0, preference: {}}]}}", "spec.affinity.nodeAffinity.preferredDuringSchedulingIgnoredDuringExecution[0].weight: Invalid value: 0: must be in the range 1-100")]
    [InlineData("affinity: {podAffinity: {requiredDuringSchedulingIgnoredDuringExecution: [{topologyKey: a, labelSelector: {matchExpressions: [{key: a, operator: Exists, values: [x]}]}}]}}", "spec.affinity.podAffinity.requiredDuringSchedulingIgnoredDuringExecution[0].labelSelector.matchExpressions[0].values: Forbidden: may not be specified when `operator` is 'Exists' or 'DoesNotExist'")]
    [InlineData("topologySpreadConstraints: [{maxSkew: 0, topologyKey: a, whenUnsatisfiable: DoNotSchedule}]", "spec.topologySpreadConstraints[0].maxSkew: Invalid value: 0: must be greater than zero")]
    [InlineData("topologySpreadConstraints: [{maxSkew: 1, topologyKey: a, whenUnsatisfiable: Never}]", "spec.topologySpreadConstraints[0].whenUnsatisfiable: Unsupported value: \"Never\": supported values: \"DoNotSchedule\", \"ScheduleAnyway\"")]
    [InlineData("dnsPolicy: None", "spec.dnsConfig: Required value: must provide `dnsConfig` when `dnsPolicy` is None")]
    [InlineData("dnsConfig: {nameservers: [\"10.1\"]}", "spec.dnsConfig.nameservers[0]: Invalid value: \"10.1\": must be a valid IP address, (e.g. 10.9.8.7 or 2001:db8::ffff)")]
    [InlineData("dnsConfig: {nameservers: [\"1.1.1.1\", \"1.1.1.2\", \"1.1.1.3\", \"::1\"]}", "spec.dnsConfig.nameservers: Invalid value: []string{\"1.1.1.1\", \"1.1.1.2\", \"1.1.1.3\", \"::1\"}: must not have more than 3 nameservers")]
    [InlineData("hostAliases: [{ip: x, hostnames: [a]}]", "spec.hostAliases[0].ip: Invalid value: \"x\": must be a valid IP address, (e.g. 10.9.8.7 or 2001:db8::ffff)")]
    [InlineData("hostPID: true, shareProcessNamespace: true", "spec.securityContext.shareProcessNamespace: Invalid value: true: ShareProcessNamespace and HostPID cannot both be enabled")]
    [InlineData("securityContext: {runAsUser: -1}", "spec.securityContext.runAsUser: Invalid value: -1: must be between 0 and 2147483647, inclusive")]
    [InlineData("securityContext: {seccompProfile: {type: Localhost}}", "spec.securityContext.seccompProfile.localhostProfile: Required value: must be set when seccomp type is Localhost")]
    [InlineData("os: {name: plan9}", "spec.os: Unsupported value: \"plan9\": supported values: \"linux\", \"windows\"")]
    [InlineData("volumes: [{name: v, hostPath: {}}]", "spec.volumes[0].hostPath.path: Required value")]
    [InlineData("volumes: [{name: v, hostPath: {path: /a/../b}}]", "spec.volumes[0].hostPath.path: Invalid value: \"/a/../b\": must not contain '..'")]
    [InlineData("volumes: [{name: v, secret: {}}]", "spec.volumes[0].secret.secretName: Required value")]
    [InlineData("volumes: [{name: v, configMap: {name: c, defaultMode: 512}}]", "spec.volumes[0].configMap.defaultMode: Invalid value: 512: must be a number between 0 and 0777 (octal), both inclusive")]
    [InlineData("volumes: [{name: v, configMap: {name: c, items: [{key: k, path: /a}]}}]", "spec.volumes[0].configMap.items[0].path: Invalid value: \"/a\": must be a relative path")]
    [InlineData("volumes: [{name: v, downwardAPI: {items: [{path: a, fieldRef: {fieldPath: spec.nodeName}}]}}]", "spec.volumes[0].downwardAPI.fieldRef.fieldPath: Unsupported value: \"spec.nodeName\": supported values: \"metadata.annotations\", \"metadata.labels\", \"metadata.name\", \"metadata.namespace\", \"metadata.uid\"")]
    [InlineData("volumes: [{name: v, projected: {sources: [{serviceAccountToken: {path: t, expirationSeconds: 5}}]}}]", "spec.volumes[0].projected.sources[0].serviceAccountToken.expirationSeconds: Invalid value: 5: may not specify a duration less than 10 minutes")]
    [InlineData("volumes: [{name: v, persistentVolumeClaim: {}}]", "spec.volumes[0].persistentVolumeClaim.claimName: Required value")]
    [InlineData("readinessGates: [{conditionType: \"a b\"}]", "spec.readinessGates[0].conditionType: Invalid value: \"a b\": name part must consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character (e.g. 'MyName',  or 'my.name',  or '123-abc', regex used for validation is '([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]')")]
    [InlineData("priorityClassName: A", "spec.priorityClassName: Invalid value: \"A\": a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.', and must start and end with an alphanumeric character (e.g. 'example.com', regex used for validation is '[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*')")]
    [InlineData("initContainers: [{name: side, image: b, restartPolicy: Never}]", "spec.initContainers[0].restartPolicy: Unsupported value: \"Never\": supported values: \"Always\"")]
    public void A_pod_that_breaks_a_rule_gets_the_error(string spec, string error) =>
        Assert.Equal(error, Assert.Single(Validate($"{{{spec}, containers: [{{name: main, image: b}}]}}")).ToString());

    [Theory]
    [InlineData("resources: {limits: {example.com/gpu: 1}, requests: {example.com/gpu: 2}}", "spec.containers[0].resources.requests: Invalid value: \"2\": must be equal to example.com/gpu limit of 1")]
    [InlineData("resources: {requests: {example.com/gpu: 1}}", "spec.containers[0].resources.limits: Required value: Limit must be set for non overcommitable resources")]
    [InlineData("resources: {limits: {hugepages-2Mi: 4Mi}}", "spec.containers[0].resources: Forbidden: HugePages require cpu or memory")]
    [InlineData("envFrom: [{}]", "spec.containers[0].envFrom: Invalid value: \"\": must specify one of: `configMapRef` or `secretRef`")]
    [InlineData("envFrom: [{configMapRef: {}}]", "spec.containers[0].envFrom[0].configMapRef.name: Required value")]
    [InlineData("env: [{name: a, valueFrom: {secretKeyRef: {name: s}}}]", "spec.containers[0].env[0].valueFrom.secretKeyRef.key: Required value")]
    [InlineData("env: [{name: a, valueFrom: {resourceFieldRef: {resource: limits.disk}}}]", "spec.containers[0].env[0].valueFrom.resourceFieldRef.resource: Unsupported value: \"limits.disk\": supported values: \"limits.cpu\", \"limits.ephemeral-storage\", \"limits.memory\", \"requests.cpu\", \"requests.ephemeral-storage\", \"requests.memory\"")]
    [InlineData("livenessProbe: {tcpSocket: {port: 70000}}", "spec.containers[0].livenessProbe.tcpSocket.port: Invalid value: 70000: must be between 1 and 65535, inclusive")]
    [InlineData("readinessProbe: {exec: {command: [a]}, terminationGracePeriodSeconds: 5}", "spec.containers[0].readinessProbe.terminationGracePeriodSeconds: Invalid value: 5: must not be set for readinessProbes")]
    [InlineData("livenessProbe: {httpGet: {port: 80, httpHeaders: [{name: \"a b\", value: c}]}}", "spec.containers[0].livenessProbe.httpGet.httpHeaders: Invalid value: \"a b\": a valid HTTP header must consist of alphanumeric characters or '-' (e.g. 'X-Header-Name', regex used for validation is '[-A-Za-z0-9]+')")]
    [InlineData("securityContext: {runAsGroup: -2}", "spec.containers[0].securityContext.runAsGroup: Invalid value: -2: must be between 0 and 2147483647, inclusive")]
    [InlineData("volumeMounts: [{name: v, mountPath: /a, mountPropagation: Bidirectional}]", "spec.containers[0].volumeMounts.mountPropagation: Forbidden: Bidirectional mount propagation is available only to privileged containers")]
    [InlineData("volumeDevices: [{name: v, devicePath: /dev/a}]", "spec.containers[0].volumeDevices[0].name: Invalid value: \"v\": can only use volume source type of PersistentVolumeClaim or Ephemeral for block mode")]
    public void A_container_that_breaks_a_rule_gets_the_error(string container, string error) =>
        Assert.Equal(error, Assert.Single(Validate($"{{volumes: [{{name: v}}], containers: [{{name: main, image: b, {container}}}]}}")).ToString());

    [Theory]
    [InlineData("initContainers: [{name: side, image: b, restartPolicy: Always, readinessProbe: {exec: {command: [a]}}, lifecycle: {preStop: {exec: {command: [a]}}}}]")]
    [InlineData("tolerations: [{operator: Exists}]")]
    [InlineData("tolerations: [{key: a, operator: Exists, effect: NoExecute, tolerationSeconds: 5}]")]
    [InlineData("affinity: {nodeAffinity: {requiredDuringSchedulingIgnoredDuringExecution: {nodeSelectorTerms: [{matchFields: [{key: metadata.name, operator: In, values: [node]}]}]}}}")]
    [InlineData("hostNetwork: true, initContainers: [{name: i, image: b, ports: [{containerPort: 80}]}]")]
    [InlineData("volumes: [{name: v, downwardAPI: {items: [{path: a, fieldRef: {fieldPath: \"metadata.labels['app']\"}}, {path: b, resourceFieldRef: {containerName: main, resource: limits.cpu, divisor: 1m}}]}}]")]
    [InlineData("volumes: [{name: v, projected: {sources: [{configMap: {name: c}}, {secret: {name: s}}, {downwardAPI: {items: [{path: d, fieldRef: {fieldPath: metadata.name}}]}}]}}]")]
    [InlineData("dnsPolicy: None, dnsConfig: {nameservers: [\"10.0.0.10\", \"fd00::a\"], searches: [a.b, \"c.\"], options: [{name: ndots, value: \"2\"}]}")]
    public void A_pod_within_the_rules_has_no_errors(string spec) => Assert.Empty(Validate($"{{{spec}, containers: [{{name: main, image: b}}]}}"));

    [Fact]
    public void A_pod_may_take_its_name_from_a_prefix()
    {
        Assert.Empty(PodValidator.Validate(Pod("{generateName: web-}", "{containers: [{name: a, image: b}]}")));
        Assert.NotEmpty(PodValidator.Validate(Pod("{generateName: Web-}", "{containers: [{name: a, image: b}]}")));
    }

    [Theory]
    [InlineData("{resources: {limits: {cpu: 1, memory: 1Gi}}}", "{resources: {limits: {cpu: 2, memory: 1Gi}}}", null)]
    [InlineData("{resources: {limits: {cpu: 1, memory: 1Gi}}}", "{resources: {requests: {cpu: 1}, limits: {cpu: 2, memory: 1Gi}}}", "spec: Invalid value: \"Burstable\": Pod QOS Class may not change as a result of resizing")]
    [InlineData("{tty: true}", "{tty: true, resources: {requests: {cpu: 1}, limits: {}}}", "spec: Invalid value: \"Burstable\": Pod QOS Class may not change as a result of resizing")]
    [InlineData("{resources: {requests: {cpu: 1}}}", "{resources: {requests: {cpu: 2}}, tty: true}", "spec: Forbidden: only cpu and memory resources are mutable")]
    [InlineData("{resources: {requests: {cpu: 1, memory: 1Gi}}}", "{resources: {requests: {cpu: 1}}}", "spec.containers[0].resources.requests: Forbidden: resource requests cannot be removed")]
    public void A_resize_changes_cpu_and_memory_only(string before, string after, string? error)
    {
        static JsonObject With(string container) => Pod("{name: x}", $"{{containers: [{{name: a, image: b, {container[1..^1]}}}]}}");
        Assert.Equal(error is null ? [] : [error], PodUpdateValidator.ValidateResize(With(after), With(before)).Select(found => found.ToString()));
    }

    [Fact]
    public void A_forbidden_update_names_what_it_would_change()
    {
        var error = Assert.Single(PodUpdateValidator.Validate(
            Pod("{name: x}", "{nodeSelector: {a: b}, dnsPolicy: Default, containers: [{name: a, image: c}]}"), Pod("{name: x}", "{containers: [{name: a, image: b}]}")));
        Assert.Equal($"Forbidden: {PodUpdateValidator.OnlyTheseFields}", error.Message);
        Assert.Equal("This would change spec.dnsPolicy, spec.nodeSelector. Delete the pod and create it anew.", error.Advice);
    }

    [Theory]
    [InlineData("{}", "BestEffort")]
    [InlineData("{requests: {cpu: 1}}", "Burstable")]
    [InlineData("{limits: {cpu: 1}}", "Burstable")]
    [InlineData("{limits: {cpu: 1, memory: 1Gi}}", "Guaranteed")]
    [InlineData("{requests: {cpu: 1000m, memory: 1024Mi}, limits: {cpu: 1, memory: 1Gi}}", "Guaranteed")]
    [InlineData("{requests: {cpu: 500m}, limits: {cpu: 1, memory: 1Gi}}", "Burstable")]
    public void The_quality_of_service_follows_from_the_resources(string resources, string expected) =>
        Assert.Equal(expected, QosClass.Of(Pod("{}", $"{{containers: [{{resources: {resources}}}]}}")));

    private static IReadOnlyList<FieldError> Validate(string spec) => PodValidator.Validate(Pod("{name: x}", spec));

    private static JsonObject Pod(string metadata, string spec) =>
        (JsonObject)Assert.Single(YamlReader.Read($"{{apiVersion: v1, kind: Pod, metadata: {metadata}, spec: {spec}}}")).Root!;
}
