using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace PodTools.Simulator.Node.Sandboxes;

/// <summary>The environment variables of a container, and the text that refers to them.</summary>
internal sealed partial class ContainerEnvironment(PodObject pod, ContainerSpec container, PodAddresses addresses, ReferencedData data)
{
    private readonly Dictionary<string, string> _variables = new(StringComparer.Ordinal);

    /// <summary>The variables of a container.</summary>
    /// <exception cref="ContainerConfigException">A config map, a secret or a key of one is missing and not optional.</exception>
    public static IReadOnlyDictionary<string, string> Of(
        PodObject pod, ContainerSpec container, PodAddresses addresses, ReferencedData data)
    {
        var environment = new ContainerEnvironment(pod, container, addresses, data);
        environment.Fill();
        return environment._variables;
    }

    /// <summary>Puts variables in for <c>$(NAME)</c>; <c>$$</c> stands for a dollar sign, and an unknown name stays as it is.</summary>
    public static string Expand(string text, IReadOnlyDictionary<string, string> variables) =>
        Reference().Replace(text, match =>
            match.Value == "$$" ? "$"
            : variables.TryGetValue(match.Groups["name"].Value, out var value) ? value : match.Value);

    private void Fill()
    {
        _variables["PATH"] = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";
        _variables["HOSTNAME"] = (string?)pod.Spec["hostname"] ?? pod.Name;
        _variables["HOME"] = "/root";
        _variables["KUBERNETES_SERVICE_HOST"] = "10.96.0.1";
        _variables["KUBERNETES_SERVICE_PORT"] = "443";
        if (container.Tty)
        {
            _variables["TERM"] = "xterm";
        }

        foreach (var source in (container.Json["envFrom"] as JsonArray ?? []).OfType<JsonObject>())
        {
            AddAll(source);
        }

        foreach (var entry in (container.Json["env"] as JsonArray ?? []).OfType<JsonObject>())
        {
            if (Value(entry) is { } value)
            {
                _variables[(string)entry["name"]!] = value;
            }
        }
    }

    private void AddAll(JsonObject source)
    {
        var entries = source["configMapRef"] is JsonObject map ? Find("configmap", map, data.ConfigMap)
            : source["secretRef"] is JsonObject secret ? Find("secret", secret, data.Secret)
            : null;
        foreach (var (key, value) in entries ?? new Dictionary<string, byte[]>())
        {
            _variables[(string?)source["prefix"] + key] = Encoding.UTF8.GetString(value);
        }
    }

    private string? Value(JsonObject entry)
    {
        if (entry["valueFrom"] is not JsonObject from)
        {
            return Expand((string?)entry["value"] ?? "", _variables);
        }

        return from switch
        {
            _ when from["fieldRef"] is JsonObject field => FieldReference.Read(pod, addresses, (string?)field["fieldPath"] ?? ""),
            _ when from["resourceFieldRef"] is JsonObject resource => ReadResource(resource),
            _ when from["configMapKeyRef"] is JsonObject key => Key("configmap", key, data.ConfigMap),
            _ when from["secretKeyRef"] is JsonObject key => Key("secret", key, data.Secret),
            _ => "",
        };
    }

    private string ReadResource(JsonObject reference)
    {
        var name = (string?)reference["containerName"];
        var target = pod.AllContainers.FirstOrDefault(other => other.Name == name) ?? container;
        return FieldReference.ReadResource(target, (string?)reference["resource"] ?? "", (string?)reference["divisor"]);
    }

    private string? Key(string kind, JsonObject reference, Func<string, string, IReadOnlyDictionary<string, byte[]>?> read)
    {
        var key = (string?)reference["key"] ?? "";
        if (Find(kind, reference, read) is not { } entries)
        {
            return null;
        }

        return entries.TryGetValue(key, out var value) ? Encoding.UTF8.GetString(value)
            : IsOptional(reference) ? null
            : throw new ContainerConfigException(
                $"couldn't find key {key} in {(kind == "secret" ? "Secret" : "ConfigMap")} {pod.Namespace}/{(string?)reference["name"]}");
    }

    private IReadOnlyDictionary<string, byte[]>? Find(
        string kind, JsonObject reference, Func<string, string, IReadOnlyDictionary<string, byte[]>?> read)
    {
        var name = (string?)reference["name"] ?? "";
        return read(pod.Namespace, name)
            ?? (IsOptional(reference) ? null : throw new ContainerConfigException($"{kind} \"{name}\" not found"));
    }

    private static bool IsOptional(JsonObject reference) => (bool?)reference["optional"] ?? false;

    [GeneratedRegex(@"\$\$|\$\((?<name>[-._a-zA-Z][-._a-zA-Z0-9]*)\)")]
    private static partial Regex Reference();
}
