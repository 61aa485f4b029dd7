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
}
