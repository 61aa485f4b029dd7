using PodTools.Manifests;

namespace PodTools.Tests.Validation;

/// <summary>Rules that few pods meet, with the fields that a real server (1.27) named for the same manifests.</summary>
public sealed class RarePodRulesTests
{
    private const string Containers = "  containers:\n  - name: c\n    image: busybox\n";

    [Theory]
    [InlineData("  os: {name: windows}\n  hostPID: true", "spec.hostPID")]
    [InlineData("  os: {name: linux}\n  securityContext: {windowsOptions: {runAsUserName: x}}", "spec.securityContext.windowsOptions")]
    [InlineData("  securityContext: {sysctls: [{name: Bad!, value: x}]}", "spec.securityContext.sysctls[0].name")]
    [InlineData("  securityContext: {sysctls: [{name: kernel.a, value: '1'}, {name: kernel.a, value: '1'}]}", "spec.securityContext.sysctls[1].name")]
    [InlineData("  securityContext: {supplementalGroups: [5, -1]}", "spec.securityContext.supplementalGroups[1]")]
    [InlineData("  volumes: [{name: v, fc: {}}]", "spec.volumes[0].fc.targetWWNs")]
    [InlineData("  volumes: [{name: v, rbd: {monitors: [], image: x}}]", "spec.volumes[0].rbd.monitors")]
    [InlineData("  volumes: [{name: v, iscsi: {targetPortal: a, iqn: 'iqn.2020-01.com.example:x', lun: 300}}]", "spec.volumes[0].iscsi.lun")]
    [InlineData("  volumes: [{name: v, iscsi: {targetPortal: a, iqn: bad, lun: 3}}]", "spec.volumes[0].iscsi.iqn")]
    [InlineData("  volumes: [{name: v, ephemeral: {volumeClaimTemplate: {spec: {accessModes: [ReadWriteOnce]}}}}]", "spec.volumes[0].ephemeral.volumeClaimTemplate.spec.resources[storage]")]
    [InlineData("  volumes: [{name: v, projected: {sources: [{secret: {name: a, items: [{key: k, path: x}]}}, {configMap: {name: b, items: [{key: k, path: x}]}}]}}]", "spec.volumes[0].projected")]
    [InlineData("  topologySpreadConstraints: [{maxSkew: 1, topologyKey: a, whenUnsatisfiable: DoNotSchedule, matchLabelKeys: [x]}]", "spec.topologySpreadConstraints[0].matchLabelKeys")]
    [InlineData("    envFrom: [{configMapRef: {name: X_Y}}]", "spec.containers[0].envFrom[0].configMapRef.name")]
    public void A_broken_rule_names_its_field(string lines, string field)
    {
        var document = ManifestReader.Read($"apiVersion: v1\nkind: Pod\nmetadata: {{name: x}}\nspec:\n{Containers}{lines}\n", path: null).Single();
        Assert.Equal([field], ManifestValidator.Validate(document).Where(issue => issue.Severity == PodManifestSeverity.Error).Select(issue => issue.Field));
    }

    [Theory]
    [InlineData("  volumes: [{name: v, azureDisk: {diskName: d, diskURI: /subscriptions/x, kind: Odd}}]", "spec.volumes[0].azureDisk.kind", "spec.volumes[0].azureDisk.diskURI")]
    [InlineData("  securityContext: {seccompProfile: {localhostProfile: a}}", "spec.securityContext.seccompProfile.type", "spec.securityContext.seccompProfile.localhostProfile")]
    public void One_mistake_may_break_two_rules(string lines, string first, string second)
    {
        var document = ManifestReader.Read($"apiVersion: v1\nkind: Pod\nmetadata: {{name: x}}\nspec:\n{Containers}{lines}\n", path: null).Single();
        Assert.Equal([first, second], ManifestValidator.Validate(document).Select(issue => issue.Field).OrderByDescending(field => field, StringComparer.Ordinal));
    }

    [Fact]
    public void A_claim_must_not_get_too_long_a_name_of_pod_and_volume()
    {
        var name = string.Join('.', Enumerable.Repeat(new string('a', 49), 5));
        var document = ManifestReader.Read(
            $"apiVersion: v1\nkind: Pod\nmetadata: {{name: {name}}}\nspec:\n{Containers}  volumes: [{{name: data-of-it, ephemeral: {{volumeClaimTemplate: {{spec: {{accessModes: [ReadWriteOnce], resources: {{requests: {{storage: 1Gi}}}}}}}}}}}}]\n", path: null).Single();
        var issue = Assert.Single(ManifestValidator.Validate(document), issue => issue.Severity == PodManifestSeverity.Error);
        Assert.Equal(("spec.volumes[0].name", $"Invalid value: \"data-of-it\": PVC name \"{name}-data-of-it\": must be no more than 253 characters"), (issue.Field, issue.Message));
    }

    [Fact]
    public void Two_owners_that_are_the_same_count_once()
    {
        const string Owner = "{apiVersion: apps/v1, kind: ReplicaSet, name: rs, uid: '1', controller: true}";
        Assert.Empty(ManifestValidator.Validate(OwnedBy($"{Owner}, {Owner}")));
        Assert.Single(ManifestValidator.Validate(OwnedBy($"{Owner}, {Owner.Replace("name: rs", "name: other", StringComparison.Ordinal)}")));

        static ManifestDocument OwnedBy(string owners) => ManifestReader.Read(
            $"apiVersion: v1\nkind: Pod\nmetadata: {{name: x, ownerReferences: [{owners}]}}\nspec:\n{Containers}", path: null).Single();
    }

    [Fact]
    public void A_quantity_may_have_spaces_around_it_as_for_the_server()
    {
        var document = ManifestReader.Read($"apiVersion: v1\nkind: Pod\nmetadata: {{name: x}}\nspec:\n{Containers}    resources: {{requests: {{cpu: ' 5 '}}}}\n", path: null).Single();
        Assert.Empty(ManifestValidator.Validate(document));
        Assert.Equal("5", KubernetesJson.Deserialize<Pod>(document.Root).Spec!.Containers[0].Resources!.Requests["cpu"].ToString());
    }

    [Theory]
    [InlineData("    restartPolicy: Always", "spec.containers[0].restartPolicy", 9, "before 1.35")]
    [InlineData("    env: [{name: 1A, value: x}]", "spec.containers[0].env[0].name", 9, "before 1.32")]
    [InlineData("    securityContext: {procMount: Unmasked}", "spec.containers[0].securityContext.procMount", 9, "from 1.33 on")]
    [InlineData("  dnsConfig: {searches: [_tcp.example.com]}", "spec.dnsConfig.searches[0]", 9, "before 1.33")]
    [InlineData("  hostUsers: false\n  hostPID: true", "spec.HostPID", 10, "from 1.33 on")]
    [InlineData("  hostNetwork: true\n  securityContext:\n    sysctls: [{name: net.core.somaxconn, value: '1'}]", "spec.securityContext.sysctls[0].name", 11, "from 1.29 on")]
    [InlineData("  volumes:\n  - name: v\n    projected: {sources: [{serviceAccountToken: {path: /x}}]}", "spec.volumes[0].projected.path", 11, "from 1.29 on")]
    [InlineData("    volumeMounts: [{name: v, mountPath: /v}]\n  volumes:\n  - name: v\n    image: {pullPolicy: Always}", "spec.volumes[0].image.reference", 12, "from 1.35 on")]
    [InlineData("  volumes:\n  - name: v\n    emptyDir: {}\n    image: {reference: x}", "spec.volumes[0].image", 12, "from 1.35 on")]
    [InlineData("    resizePolicy: [{resourceName: gpu, restartPolicy: NotRequired}]", "spec.containers[0].resizePolicy", 9, "from 1.33 on")]
    [InlineData("    resizePolicy: [{resourceName: cpu, restartPolicy: Sometimes}]", "spec.containers[0].resizePolicy", 9, "from 1.33 on")]
    [InlineData("    resizePolicy:\n    - {resourceName: cpu, restartPolicy: NotRequired}\n    - {resourceName: cpu, restartPolicy: NotRequired}", "spec.containers[0].resizePolicy[1]", 11, "from 1.33 on")]
    [InlineData("    resizePolicy: [{resourceName: cpu, restartPolicy: RestartContainer}]\n  restartPolicy: Never", "spec.containers[0].resizePolicy", 9, "from 1.33 on")]
    [InlineData("  securityContext: {seLinuxChangePolicy: MountOption}", "spec.securityContext.seLinuxChangePolicy", 9, "without the feature SELinuxMount")]
    [InlineData("  volumes:\n  - name: v\n    image: {pullPolicy: Always}", "spec.volumes[0].image.reference", 11, "from 1.35 on")]
    [InlineData("    resources: {requests: {cpu: 2}}\n  resources: {requests: {cpu: 1}}", "spec.resources.requests[cpu]", 10, "from 1.34 on")]
    [InlineData("    resources: {limits: {cpu: 2}}\n  resources: {limits: {cpu: 1}}", "spec.resources.containers[0][cpu].limits", 9, "from 1.34 on")]
    [InlineData("  resourceClaims: [{name: a}]", "spec.resourceClaims[0]", 9, "from 1.34 on")]
    [InlineData("  resourceClaims: [{name: a, resourceClaimName: b, resourceClaimTemplateName: c}]", "spec.resourceClaims[0]", 9, "from 1.34 on")]
    [InlineData("  resourceClaims: [{name: A_b, resourceClaimName: b}]", "spec.resourceClaims[0].name", 9, "from 1.34 on")]
    [InlineData("  resourceClaims: [{name: a, resourceClaimName: B_c}]", "spec.resourceClaims[0].resourceClaimName", 9, "from 1.34 on")]
    [InlineData("  resourceClaims:\n  - {name: a, resourceClaimName: b}\n  - {name: a, resourceClaimTemplateName: b}", "spec.resourceClaims[1].name", 11, "from 1.34 on")]
    [InlineData("    resources: {claims: [{name: gpu}]}", "spec.containers[0].resources.claims[0]", 9, "from 1.34 on")]
    [InlineData("    resources: {claims: [{request: r}]}", "spec.containers[0].resources.claims[0]", 9, "from 1.34 on")]
    [InlineData("    resources: {claims: [{name: a, request: R}]}\n  resourceClaims: [{name: a, resourceClaimName: b}]", "spec.containers[0].resources.claims[0].request", 9, "from 1.34 on")]
    [InlineData("    resources: {claims: [{name: a, request: r}, {name: a}]}\n  resourceClaims: [{name: a, resourceClaimName: b}]", "spec.containers[0].resources.claims[1]", 9, "from 1.34 on")]
    public void A_rule_of_some_servers_only_is_a_warning_that_names_them(string lines, string field, int line, string versions)
    {
        var document = ManifestReader.Read($"apiVersion: v1\nkind: Pod\nmetadata: {{name: x}}\nspec:\n  hostname: host\n{Containers}{lines}\n", path: null).Single();
        var issue = Assert.Single(ManifestValidator.Validate(document));
        Assert.Equal((field, line, PodManifestSeverity.Warning), (issue.Field, issue.Line, issue.Severity));
        Assert.EndsWith($"Only API servers {versions} refuse it.", issue.Advice, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("    securityContext: {appArmorProfile: {type: Localhost}}", "spec.containers[0].securityContext.appArmorProfile.localhostProfile")]
    [InlineData("    securityContext: {appArmorProfile: {type: Other}}", "spec.containers[0].securityContext.appArmorProfile.type")]
    [InlineData("  securityContext: {supplementalGroupsPolicy: ''}", "spec.securityContext.supplementalGroupsPolicy")]
    [InlineData("  securityContext: {supplementalGroupsPolicy: Other}", "spec.securityContext.supplementalGroupsPolicy")]
    [InlineData("    volumeMounts: [{name: v, mountPath: /v, recursiveReadOnly: Enabled}]\n  volumes: [{name: v}]", "spec.containers[0].volumeMounts.recursiveReadOnly")]
    [InlineData("  affinity: {podAffinity: {requiredDuringSchedulingIgnoredDuringExecution: [{topologyKey: a, mismatchLabelKeys: [b]}]}}", "spec.affinity.podAffinity.requiredDuringSchedulingIgnoredDuringExecution[0].mismatchLabelKeys")]
    [InlineData("  initContainers: [{name: s, image: x, restartPolicy: Never}]", "spec.initContainers[0].restartPolicy")]
    [InlineData("    lifecycle: {preStop: {sleep: {seconds: 99}}}", "spec.containers[0].lifecycle.preStop.sleep")]
    [InlineData("    lifecycle: {preStop: {sleep: {seconds: -1}}}", "spec.containers[0].lifecycle.preStop.sleep")]
    [InlineData("  initContainers: [{name: s, image: x, restartPolicy: ''}]", "spec.initContainers[0].restartPolicy")]
    [InlineData("  affinity: {podAffinity: {requiredDuringSchedulingIgnoredDuringExecution: [{topologyKey: a, labelSelector: {}, matchLabelKeys: [b], mismatchLabelKeys: [b]}]}}", "spec.affinity.podAffinity.requiredDuringSchedulingIgnoredDuringExecution[0].matchLabelKeys[0]")]
    [InlineData("  topologySpreadConstraints: [{maxSkew: 1, topologyKey: a, whenUnsatisfiable: DoNotSchedule, matchLabelKeys: [x], labelSelector: {matchLabels: {x: z}}}]", "spec.topologySpreadConstraints[0].matchLabelKeys[0]")]
    public void Fields_that_came_later_have_their_rules(string lines, string field) => A_broken_rule_names_its_field(lines, field);

    [Theory]
    [InlineData("runtime/default", "RuntimeDefault", "")]
    [InlineData("runtime/default", "Unconfined", "type")]
    [InlineData("localhost/a", "Localhost, localhostProfile: a", "")]
    [InlineData("localhost/a", "Localhost, localhostProfile: b", "localhostProfile")]
    [InlineData("unconfined", "Localhost, localhostProfile: b", "type")]
    public void An_old_annotation_says_the_same_as_the_field(string annotation, string profile, string wrong)
    {
        var metadata = $"{{name: x, annotations: {{container.apparmor.security.beta.kubernetes.io/c: {annotation}}}}}";
        var document = ManifestReader.Read(
            $"apiVersion: v1\nkind: Pod\nmetadata: {metadata}\nspec:\n{Containers}  securityContext: {{appArmorProfile: {{type: {profile}}}}}\n", path: null).Single();
        string[] expected = wrong.Length == 0 ? [] : [$"spec.containers[0].securityContext.appArmorProfile.{wrong}"];
        Assert.Equal(expected, ManifestValidator.Validate(document).Where(issue => issue.Severity == PodManifestSeverity.Error).Select(issue => issue.Field));
    }

    [Fact]
    public void The_requests_of_a_claim_may_be_used_one_by_one()
    {
        const string Claims = "    resources: {claims: [{name: a, request: r}, {name: a, request: s}, {name: b}]}\n  resourceClaims: [{name: a, resourceClaimName: x}, {name: b, resourceClaimTemplateName: z}]\n";
        Assert.Empty(ManifestValidator.Validate(ManifestReader.Read($"apiVersion: v1\nkind: Pod\nmetadata: {{name: x}}\nspec:\n{Containers}{Claims}", path: null).Single()));
    }

    [Fact]
    public void In_affinity_to_pods_a_key_may_stand_in_the_selector_too()
    {
        const string Term = "{topologyKey: a, labelSelector: {matchLabels: {x: z}}, matchLabelKeys: [x]}";
        var document = ManifestReader.Read(
            $"apiVersion: v1\nkind: Pod\nmetadata: {{name: x}}\nspec:\n{Containers}  affinity: {{podAffinity: {{requiredDuringSchedulingIgnoredDuringExecution: [{Term}]}}}}\n", path: null).Single();
        Assert.Empty(ManifestValidator.Validate(document));
    }
}
