namespace PodTools.Details;

/// <summary>Describes where the environment variables of a container come from. Values of secrets are never shown.</summary>
/// <param name="writer">Takes the lines.</param>
/// <param name="pod">The pod, whose fields variables may name.</param>
/// <param name="container">The container.</param>
internal sealed class EnvironmentDescription(DescriptionWriter writer, Pod pod, Container container)
{
    private const int Level = 2;

    /// <summary>Describes them all.</summary>
    public void Write()
    {
        if (container.EnvFrom.Count > 0)
        {
            writer.Line(Level, "Environment Variables from:");
        }

        foreach (var source in container.EnvFrom)
        {
            WriteSource(source);
        }

        writer.Line(Level, container.Env.Count == 0 ? $"Environment:\t{PodStatusText.None}" : "Environment:");
        foreach (var variable in container.Env)
        {
            WriteVariable(variable);
        }
    }

    private void WriteSource(EnvFromSource source)
    {
        var (name, kind, optional) = source switch
        {
            { ConfigMapRef: { } map } => (map.Name, "ConfigMap", map.Optional),
            { SecretRef: { } secret } => (secret.Name, "Secret", secret.Optional),
            _ => ("", "", null),
        };
        var prefix = string.IsNullOrEmpty(source.Prefix) ? "" : $" with prefix '{source.Prefix}'";
        writer.Line(Level + 1, $"{name}\t{kind}{prefix}\tOptional: {DescriptionText.JsonFlag(optional)}");
    }

    private void WriteVariable(EnvVar variable)
    {
        if (variable.ValueFrom is not null)
        {
            writer.Field(Level + 1, variable.Name!, Reference(variable.ValueFrom));
            return;
        }

        var label = $"{variable.Name}:";
        foreach (var line in (variable.Value ?? "").Split('\n'))
        {
            writer.Line(Level + 1, $"{label}\t{line}");
            label = "";
        }
    }

    private string Reference(EnvVarSource source) => source switch
    {
        { FieldRef: { } field } => $"{FieldValue(field.FieldPath ?? "")} ({field.ApiVersion}:{field.FieldPath})",
        { ResourceFieldRef: { } resource } => $"{ResourceText.ValueOf(resource, container)} ({resource.Resource})",
        { SecretKeyRef: { } secret } => $"<set to the key '{secret.Key}' in secret '{secret.Name}'>\tOptional: {DescriptionText.JsonFlag(secret.Optional)}",
        { ConfigMapKeyRef: { } map } => $"<set to the key '{map.Key}' of config map '{map.Name}'>\tOptional: {DescriptionText.JsonFlag(map.Optional)}",
        { FileKeyRef: { } file } => $"<set to the key '{file.Key}' of file '{file.Path}' in volume '{file.VolumeName}'>\tOptional: {DescriptionText.JsonFlag(file.Optional)}",
        _ => "",
    };

    /// <summary>The value of a field of the pod, as far as it is known before the pod runs.</summary>
    private string? FieldValue(string path)
    {
        var metadata = pod.Metadata;
        return path switch
        {
            "metadata.name" => metadata?.Name,
            "metadata.namespace" => metadata?.Namespace,
            "metadata.uid" => metadata?.Uid,
            _ when Key(path, "metadata.labels") is { } label => metadata?.Labels.TryGetValue(label, out var value) == true ? value : "",
            _ when Key(path, "metadata.annotations") is { } annotation => metadata?.Annotations.TryGetValue(annotation, out var value) == true ? value : "",
            _ => "",
        };
    }

    private static string? Key(string path, string map) =>
        path.StartsWith(map + "['", StringComparison.Ordinal) && path.EndsWith("']", StringComparison.Ordinal) ? path[(map.Length + 2)..^2] : null;
}
