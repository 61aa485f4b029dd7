using System.Text.Json.Nodes;
using PodTools.Json;

namespace PodTools.Validation;

/// <summary>The rules for containers of all three kinds.</summary>
internal static class ContainerRules
{
    private static readonly string[] MessagePolicies = ["File", "FallbackToLogsOnError"];
    private static readonly string[] PullPolicies = ["Always", "IfNotPresent", "Never"];
    private static readonly string[] NotForInit = ["lifecycle", "livenessProbe", "readinessProbe", "startupProbe"];
    private static readonly string[] NotForEphemeral = ["ports", "resources", "livenessProbe", "readinessProbe", "startupProbe", "lifecycle"];

    private static readonly string[] NotForEphemeralMounts = ["subPath", "subPathExpr"];

    private static readonly Rule Some = new("Containers", "A pod needs at least one container.");
    private static readonly Rule Name = new("ContainerName", "Use lower case letters, digits and '-', at most 63 characters.");
    private static readonly Rule UniqueName = new("DuplicateContainer", "Give each container of the pod, init containers included, a name of its own.");
    private static readonly Rule Image = new("ContainerImage", "Give the image as registry/name:tag.");
    private static readonly Rule TerminationMessage = new("TerminationMessagePolicy");
    private static readonly Rule PullPolicy = new("ImagePullPolicy");
    private static readonly Rule InitContainer = new("InitContainer", "Init containers run to their end one after the other. For a sidecar, set restartPolicy: Always on it.");
    private static readonly Rule Ephemeral = new("EphemeralContainer", "Ephemeral containers are for looking into a running pod: they have no ports, resources, probes and hooks.");
    private static readonly Rule Target = new("EphemeralTarget", "Name one of the containers of the pod.");
    private static readonly Rule RestartPolicy = new("ContainerRestartPolicy");
    private static readonly Rule OwnRestartPolicy = new("ContainerRestartPolicy", "The containers of a pod restart by spec.restartPolicy; a sidecar is an init container with restartPolicy: Always.", ServerVersions.Before(35));

    /// <summary>What of a pod the rules for its containers need.</summary>
    private readonly record struct PodParts(IReadOnlyDictionary<string, JsonObject> Volumes, bool HostUsers, string RestartPolicy, bool IsTemplate);

    /// <summary>Checks the containers of a pod and returns nothing but errors, in the order of the server.</summary>
    /// <param name="spec">The spec of the pod.</param>
    /// <param name="path">Its path.</param>
    /// <param name="volumes">The pod's volumes that are in order, by name.</param>
    /// <param name="isTemplate">Whether it is the spec of a template, for which the server is more lenient.</param>
    /// <param name="errors">Where errors go.</param>
    public static void Check(JsonObject spec, string path, IReadOnlyDictionary<string, JsonObject> volumes, bool isTemplate, FieldErrors errors)
    {
        if (!spec.Objects("containers").Any())
        {
            errors.Required($"{path}.containers", Some);
        }

        var names = new HashSet<string>(StringComparer.Ordinal);
        var gracePeriod = spec.Number("terminationGracePeriodSeconds") ?? 30;
        var pod = new PodParts(volumes, SecurityRules.HasHostUsers(spec), spec.Text("restartPolicy"), isTemplate);
        foreach (var (container, containerPath) in spec.Items("containers", path))
        {
            CheckCommon(container, containerPath, pod, errors);
            CheckUnique(container, containerPath, names, errors);
            HandlerRules.Check(container, containerPath, gracePeriod, errors);
            if (container.Has("restartPolicy"))
            {
                errors.Forbidden($"{containerPath}.restartPolicy", "may not be set for non-init containers", OwnRestartPolicy);
            }
        }

        PortRules.CheckHostPorts(spec.Items("containers", path), errors);
        foreach (var (container, containerPath) in spec.Items("initContainers", path))
        {
            CheckCommon(container, containerPath, pod, errors);
            CheckUnique(container, containerPath, names, errors);
            PortRules.CheckHostPorts([(container, containerPath)], errors);
            CheckInit(container, containerPath, gracePeriod, errors);
        }

        foreach (var (container, containerPath) in spec.Items("ephemeralContainers", path))
        {
            CheckEphemeral(container, containerPath, spec, pod, names, errors);
        }
    }

    /// <summary>Checks an image's name, of a new container or of an update.</summary>
    public static void CheckImage(JsonObject container, string path, FieldErrors errors, bool isTemplate = false)
    {
        var image = container.Text("image");
        if (image.Length == 0)
        {
            errors.Required($"{path}.image", Image);
        }
        else if (!isTemplate && image.Trim().Length != image.Length)
        {
            errors.Invalid($"{path}.image", image, "must not have leading or trailing whitespace", Image);
        }
    }

    private static void CheckCommon(JsonObject container, string path, PodParts pod, FieldErrors errors)
    {
        errors.RequiredName($"{path}.name", container.Text("name"), NameSyntax.DnsLabel, Name);
        CheckImage(container, path, errors, pod.IsTemplate);
        errors.OneOf($"{path}.terminationMessagePolicy", container.Text("terminationMessagePolicy"), MessagePolicies, TerminationMessage);
        PortRules.Check(container, path, errors);
        EnvironmentRules.Check(container, path, errors);
        MountRules.Check(container, path, pod.Volumes, errors);
        errors.OneOf($"{path}.imagePullPolicy", container.Text("imagePullPolicy"), PullPolicies, PullPolicy);
        ResourceRules.Check(container.Object("resources"), $"{path}.resources", errors);
        ResizePolicyRules.Check(container, path, pod.RestartPolicy, errors);
        SecurityRules.CheckContainer(container.Object("securityContext"), $"{path}.securityContext", pod.HostUsers, errors);
    }

    private static void CheckUnique(JsonObject container, string path, HashSet<string> names, FieldErrors errors)
    {
        var name = container.Text("name");
        if (name.Length > 0 && !names.Add(name))
        {
            errors.Duplicate($"{path}.name", name, UniqueName);
        }
    }

    private static void CheckInit(JsonObject container, string path, long gracePeriod, FieldErrors errors)
    {
        if (container.Text("restartPolicy") == "Always")
        {
            HandlerRules.Check(container, path, gracePeriod, errors);
            return;
        }

        if (container.Has("restartPolicy"))
        {
            errors.NotSupported($"{path}.restartPolicy", container.Text("restartPolicy"), ["Always"], RestartPolicy);
        }

        foreach (var field in NotForInit.Where(container.Has))
        {
            errors.Forbidden($"{path}.{field}", "may not be set for init containers", InitContainer);
        }
    }

    private static void CheckEphemeral(
        JsonObject container, string path, JsonObject spec, PodParts pod, HashSet<string> names, FieldErrors errors)
    {
        var withoutForbidden = (JsonObject)container.DeepClone();
        foreach (var field in NotForEphemeral)
        {
            withoutForbidden.Remove(field);
        }

        CheckCommon(withoutForbidden, path, pod, errors);
        CheckUnique(container, path, names, errors);
        var target = container.Text("targetContainerName");
        if (target.Length > 0 && spec.Objects("containers").Concat(spec.Objects("initContainers")).All(other => other.Text("name") != target))
        {
            errors.NotFound($"{path}.targetContainerName", target, Target);
        }

        foreach (var field in NotForEphemeral.Where(name => container[name] is not (null or JsonObject { Count: 0 } or JsonArray { Count: 0 })))
        {
            errors.Forbidden($"{path}.{field}", "cannot be set for an Ephemeral Container", Ephemeral);
        }

        foreach (var (mount, mountPath) in container.Items("volumeMounts", path))
        {
            foreach (var field in NotForEphemeralMounts.Where(field => mount.Text(field).Length > 0))
            {
                errors.Forbidden($"{mountPath}.{field}", "cannot be set for an Ephemeral Container", Ephemeral);
            }
        }
    }
}
