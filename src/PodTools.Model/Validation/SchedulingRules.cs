using System.Text.Json.Nodes;
using PodTools.Json;
using PodTools.Yaml;

namespace PodTools.Validation;

/// <summary>The rules for tolerations, gates and readiness gates.</summary>
internal static class SchedulingRules
{
    private static readonly string[] Operators = ["Equal", "Exists"];
    private static readonly string[] Effects = ["NoSchedule", "PreferNoSchedule", "NoExecute"];

    private static readonly Rule Toleration = new("Toleration", "With operator Exists give no value; with Equal give key and value; tolerationSeconds goes with NoExecute.");
    private static readonly Rule Gate = new("SchedulingGate", "Name each gate once, with a domain of yours: example.com/name.");
    private static readonly Rule ReadinessGate = new("ReadinessGate");

    /// <summary>Checks the tolerations of a pod.</summary>
    public static void CheckTolerations(JsonObject spec, string path, FieldErrors errors)
    {
        foreach (var (toleration, tolerationPath) in spec.Items("tolerations", path))
        {
            CheckToleration(toleration, tolerationPath, errors);
        }
    }

    /// <summary>Checks tolerations that an annotation holds as text, all of which stand in one place.</summary>
    public static void CheckTolerations(JsonArray tolerations, ReportedField annotation, FieldErrors errors)
    {
        for (var i = 0; i < tolerations.Count; i++)
        {
            var checks = new FieldErrors();
            CheckToleration(tolerations[i] as JsonObject ?? [], FieldPath.Item(annotation.Name, i), checks);
            errors.AddAll(checks.All.Select(error => error with { Place = annotation.Place }));
        }
    }

    /// <summary>Checks the gates that hold a pod back from being scheduled.</summary>
    public static void CheckGates(JsonObject spec, string path, FieldErrors errors)
    {
        var names = new HashSet<string>(StringComparer.Ordinal);
        foreach (var (gate, gatePath) in spec.Items("schedulingGates", path))
        {
            var name = gate.Text("name");
            errors.InvalidEach(new ReportedField(gatePath, $"{gatePath}.name"), name, NameSyntax.QualifiedName(name), Gate);
            if (!names.Add(name))
            {
                errors.Duplicate(gatePath, name, Gate);
            }
        }
    }

    /// <summary>Checks the conditions that a pod must have to be ready.</summary>
    public static void CheckReadinessGates(JsonObject spec, string path, FieldErrors errors)
    {
        foreach (var (gate, gatePath) in spec.Items("readinessGates", path))
        {
            var type = gate.Text("conditionType");
            errors.InvalidEach($"{gatePath}.conditionType", type, NameSyntax.QualifiedName(type), ReadinessGate);
        }
    }

    private static void CheckToleration(JsonObject toleration, string path, FieldErrors errors)
    {
        var key = toleration.Text("key");
        var value = toleration.Text("value");
        var effect = toleration.Text("effect");
        var kind = toleration.Text("operator");
        if (key.Length > 0)
        {
            MetadataRules.CheckLabelKey(key, $"{path}.key", errors);
        }
        else if (kind != "Exists")
        {
            errors.Invalid($"{path}.operator", kind, "operator must be Exists when `key` is empty, which means \"match all values and all keys\"", Toleration);
        }

        if (toleration.Has("tolerationSeconds") && effect != "NoExecute")
        {
            errors.Invalid($"{path}.effect", effect, "effect must be 'NoExecute' when `tolerationSeconds` is set", Toleration);
        }

        if (kind is "" or "Equal")
        {
            if (NameSyntax.LabelValue(value) is { Count: > 0 } messages)
            {
                errors.Invalid($"{path}.operator", value, string.Join(';', messages), Toleration);
            }
        }
        else if (kind == "Exists" && value.Length > 0)
        {
            errors.InvalidLiteral($"{path}.operator", Literal(toleration), "value must be empty when `operator` is 'Exists'", Toleration);
        }
        else
        {
            errors.OneOf($"{path}.operator", kind, Operators, Toleration);
        }

        errors.OneOf($"{path}.effect", effect, Effects, Toleration);
    }

    /// <summary>The whole toleration, as the server prints it. It prints the seconds as an address in its memory.</summary>
    private static string Literal(JsonObject toleration) =>
        $"core.Toleration{{Key:{GoText.Quote(toleration.Text("key"))}, Operator:{GoText.Quote(toleration.Text("operator"))}, "
        + $"Value:{GoText.Quote(toleration.Text("value"))}, Effect:{GoText.Quote(toleration.Text("effect"))}, "
        + $"TolerationSeconds:(*int64)({(toleration.Has("tolerationSeconds") ? "0x0" : "nil")})}}";
}
