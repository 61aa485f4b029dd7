using System.Text.Json.Nodes;
using PodTools.Json;
using PodTools.Yaml;

namespace PodTools.Validation;

/// <summary>The rules for requests and limits.</summary>
internal static class ResourceRules
{
    private static readonly string[] ContainerResources = ["cpu", "memory", "ephemeral-storage"];

    /// <summary>Names without a domain that mean something, though not for containers: quotas use them.</summary>
    private static readonly string[] StandardResources =
    [
        "requests.cpu", "requests.memory", "requests.ephemeral-storage", "limits.cpu", "limits.memory", "limits.ephemeral-storage", "pods",
        "resourcequotas", "services", "replicationcontrollers", "secrets", "configmaps", "persistentvolumeclaims", "storage", "requests.storage",
        "services.nodeports", "services.loadbalancers",
    ];

    private static readonly Rule Name = new("ResourceName", "Containers have cpu, memory, ephemeral-storage, hugepages-<size>, and resources with a domain such as example.com/gpu.");
    private static readonly Rule Amount = new("ResourceAmount");
    private static readonly Rule Limit = new("RequestOverLimit", "Raise the limit or lower the request.");
    private static readonly Rule HugePages = new("HugePages", "Give a whole multiple of the page size, the same for request and limit, and request cpu or memory too.");

    /// <summary>Checks the resources of a container.</summary>
    public static void Check(JsonObject? resources, string path, FieldErrors errors)
    {
        var limits = resources.Object("limits");
        var requests = resources.Object("requests");
        foreach (var (name, amount, field) in Amounts(limits, $"{path}.limits"))
        {
            CheckAmount(name, amount, field, errors);
        }

        foreach (var (name, amount, field) in Amounts(requests, $"{path}.requests"))
        {
            CheckAmount(name, amount, field, errors);
            CheckAgainstLimit(name, amount, JsonFields.AsQuantity(limits?[name]), path, errors);
        }

        var names = (limits ?? []).Concat(requests ?? []).Select(entry => entry.Key).ToHashSet(StringComparer.Ordinal);
        if (names.Any(IsHugePages) && !names.Contains("cpu") && !names.Contains("memory"))
        {
            errors.Forbidden(path, "HugePages require cpu or memory", HugePages);
        }
    }

    /// <summary>Checks the amounts of a pod's overhead.</summary>
    public static void CheckOverhead(JsonObject spec, string path, FieldErrors errors)
    {
        foreach (var (name, amount, field) in Amounts(spec.Object("overhead"), $"{path}.overhead"))
        {
            CheckAmount(name, amount, new ReportedField(FieldPath.Key($"{path}.overhead.limits", name), field), errors);
        }
    }

    private static IEnumerable<(string Name, Quantity Amount, string Field)> Amounts(JsonObject? map, string path) => (map ?? [])
        .Select(entry => (entry.Key, Amount: JsonFields.AsQuantity(entry.Value), Field: FieldPath.Key(path, entry.Key)))
        .Where(entry => entry.Amount is not null)
        .Select(entry => (entry.Key, entry.Amount!.Value, entry.Field));

    private static void CheckAmount(string name, Quantity amount, ReportedField field, FieldErrors errors)
    {
        CheckName(name, field, errors);
        if (amount < Quantity.FromDecimal(0))
        {
            errors.Invalid(field, amount.Canonical, "must be greater than or equal to 0", Amount);
        }

        if (!IsNative(name) && !IsWhole(amount))
        {
            errors.Invalid(field, amount.Canonical, "must be an integer", Amount);
        }

        if (IsHugePages(name) && !IsMultiple(amount, name["hugepages-".Length..]))
        {
            errors.Invalid(field, amount.Canonical, $"{amount.Canonical} is not positive integer multiple of {name}", HugePages);
        }
    }

    private static void CheckName(string name, ReportedField field, FieldErrors errors)
    {
        var messages = NameSyntax.QualifiedName(name);
        errors.InvalidEach(field, name, messages, Name);
        if (name.Contains('/', StringComparison.Ordinal))
        {
            if (!IsNative(name) && !IsExtended(name))
            {
                errors.Invalid(field, name, "doesn't follow extended resource name standard", Name);
            }

            return;
        }

        var forContainers = ContainerResources.Contains(name) || IsHugePages(name);
        if (messages.Count == 0 && !forContainers && !StandardResources.Contains(name))
        {
            errors.Invalid(field, name, "must be a standard resource type or fully qualified", Name);
        }

        if (!forContainers)
        {
            errors.Invalid(field, name, "must be a standard resource for containers", Name);
        }
    }

    /// <summary>A request may be smaller than its limit, but of things that cannot be shared it must be the same.</summary>
    private static void CheckAgainstLimit(string name, Quantity request, Quantity? limit, string path, FieldErrors errors)
    {
        var canShare = IsNative(name) && !IsHugePages(name);
        if (limit is not { } most)
        {
            if (!canShare)
            {
                errors.Required($"{path}.limits", Limit, "Limit must be set for non overcommitable resources");
            }
        }
        else if (!canShare && request != most)
        {
            errors.Invalid($"{path}.requests", request.Canonical, $"must be equal to {name} limit of {most.Canonical}", Limit);
        }
        else if (request > most)
        {
            errors.Invalid($"{path}.requests", request.Canonical, $"must be less than or equal to {name} limit of {most.Canonical}", Limit);
        }
    }

    /// <summary>Kubernetes' own resources have no domain, or one of its own.</summary>
    private static bool IsNative(string name) => !name.Contains('/', StringComparison.Ordinal) || name.Contains("kubernetes.io/", StringComparison.Ordinal);

    /// <summary>Resources of others' domains have room for the prefix that quotas put before them.</summary>
    private static bool IsExtended(string name) =>
        !name.StartsWith("requests.", StringComparison.Ordinal) && NameSyntax.QualifiedName($"requests.{name}").Count == 0;

    private static bool IsHugePages(string name) => name.StartsWith("hugepages-", StringComparison.Ordinal);

    private static bool IsMultiple(Quantity amount, string pageSize) =>
        Quantity.TryParse(pageSize, out var page) && !page.IsZero && (amount.Nanos % page.Nanos).IsZero;

    private static bool IsWhole(Quantity amount) => (amount.Nanos % Quantity.FromDecimal(1).Nanos).IsZero;
}
