namespace PodTools.Commands;

/// <summary>Which parameter of New-Pod a field of the pod was made of.</summary>
/// <param name="hasImage">Whether the first container was made of -Image and what goes with it.</param>
internal sealed class PodParameters(bool hasImage)
{
    private const string FirstContainer = "spec.containers[0]";

    /// <summary>The beginnings of fields; of two that fit, the longer one comes first.</summary>
    private static readonly (string Field, string Parameter)[] OfPod =
    [
        ("metadata.name", "-Name"),
        ("metadata.generateName", "-GenerateName"),
        ("metadata.labels", "-Label"),
        ("metadata.annotations", "-Annotation"),
        ("spec.nodeSelector", "-NodeSelector"),
        ("spec.nodeName", "-NodeName"),
        ("spec.restartPolicy", "-RestartPolicy"),
        ("spec.serviceAccountName", "-ServiceAccount"),
        ("spec.tolerations", "-Toleration"),
        ("spec.affinity", "-Affinity"),
        ("spec.imagePullSecrets", "-ImagePullSecret"),
        ("spec.volumes", "-Volume"),
        ("spec.initContainers", "-InitContainer"),
        ("spec.containers", "-Container"),
    ];

    private static readonly (string Field, string Parameter)[] OfContainer =
    [
        ($"{FirstContainer}.name", "-Name"),
        ($"{FirstContainer}.imagePullPolicy", "-ImagePullPolicy"),
        ($"{FirstContainer}.image", "-Image"),
        ($"{FirstContainer}.command", "-Command"),
        ($"{FirstContainer}.args", "-ArgumentList"),
        ($"{FirstContainer}.ports", "-Port"),
        ($"{FirstContainer}.envFrom", "-EnvFrom"),
        ($"{FirstContainer}.env", "-Env"),
        ($"{FirstContainer}.volumeMounts", "-Mount"),
        ($"{FirstContainer}.resources.limits", "-Limit"),
        ($"{FirstContainer}.resources", "-Request"),
        ($"{FirstContainer}.readinessProbe", "-ReadinessProbe"),
        ($"{FirstContainer}.livenessProbe", "-LivenessProbe"),
        ($"{FirstContainer}.startupProbe", "-StartupProbe"),
        ($"{FirstContainer}.securityContext", "-SecurityContext"),
    ];

    /// <summary>The field with its parameter before it, as in <c>-Port, spec.containers[0].ports[0].containerPort</c>.</summary>
    /// <param name="field">The field as the API writes it.</param>
    public string Name(string field)
    {
        var candidates = hasImage ? OfContainer.Concat(OfPod) : OfPod;
        var parameter = candidates.FirstOrDefault(candidate => field.StartsWith(candidate.Field, StringComparison.Ordinal)).Parameter;
        return parameter is null ? field : $"{parameter}, {field}";
    }
}
