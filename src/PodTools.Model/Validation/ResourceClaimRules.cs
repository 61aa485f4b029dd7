using System.Text.Json.Nodes;
using PodTools.Json;

namespace PodTools.Validation;

/// <summary>
/// The rules for claims of devices: those of a pod, and the use that its containers make of them. Servers on which dynamic
/// resource allocation is off leave the fields out instead.
/// </summary>
internal static class ResourceClaimRules
{
    private const string ClaimName = "resourceClaimName";
    private const string TemplateName = "resourceClaimTemplateName";

    private static readonly Rule Claim = new("ResourceClaim", "Give each claim a name of its own, and either resourceClaimName or resourceClaimTemplateName.", ServerVersions.From(34));
    private static readonly Rule Use = new("ResourceClaim", "Name a claim of spec.resourceClaims, once as a whole or once for each of its requests.", ServerVersions.From(34));

    /// <summary>Checks the claims of a pod and of its containers.</summary>
    public static void Check(JsonObject spec, string path, FieldErrors errors)
    {
        var names = new HashSet<string>(StringComparer.Ordinal);
        foreach (var (claim, claimPath) in spec.Items("resourceClaims", path))
        {
            CheckClaim(claim, claimPath, names, errors);
        }

        var known = names.Order(StringComparer.Ordinal).ToList();
        foreach (var (container, containerPath) in PodContainers.Of(spec, path))
        {
            CheckUses(container.Object("resources"), $"{containerPath}.resources", known, errors);
        }
    }

    private static void CheckClaim(JsonObject claim, string path, HashSet<string> names, FieldErrors errors)
    {
        var name = claim.Text("name");
        if (name.Length > 0 && !names.Add(name))
        {
            errors.Duplicate($"{path}.name", name, Claim);
        }
        else
        {
            errors.RequiredName($"{path}.name", name, NameSyntax.DnsLabel, Claim);
        }

        if (claim.Has(ClaimName) == claim.Has(TemplateName))
        {
            var problem = claim.Has(ClaimName)
                ? $"at most one of `{ClaimName}` or `{TemplateName}` may be specified"
                : $"must specify one of: `{ClaimName}`, `{TemplateName}`";
            errors.InvalidLiteral(path, GoText.Quote(name), problem, Claim);
        }

        foreach (var field in new[] { ClaimName, TemplateName }.Where(claim.Has))
        {
            errors.InvalidEach($"{path}.{field}", claim.Text(field), NameSyntax.DnsSubdomain(claim.Text(field)), Claim);
        }
    }

    private static void CheckUses(JsonObject? resources, string path, List<string> known, FieldErrors errors)
    {
        var used = new List<(string Name, string Request)>();
        foreach (var (claim, claimPath) in resources.Items("claims", path))
        {
            var use = (Name: claim.Text("name"), Request: claim.Text("request"));
            if (use.Name.Length == 0)
            {
                errors.Required(claimPath, Use);
                continue;
            }

            if (use.Request.Length > 0)
            {
                errors.InvalidEach($"{claimPath}.request", use.Request, NameSyntax.DnsLabel(use.Request), Use);
            }

            if (used.Exists(other => Overlap(other, use)))
            {
                errors.Duplicate(claimPath, use.Request.Length == 0 || used.Contains((use.Name, "")) ? use.Name : $"{use.Name}/{use.Request}", Use);
            }

            used.Add(use);
            if (!known.Contains(use.Name))
            {
                var choice = known.Count == 0 ? " which is empty" : $": {string.Join(", ", known)}";
                errors.NotFound(claimPath, use.Name, Use, $"must be one of the names in pod.spec.resourceClaims{choice}");
            }
        }
    }

    /// <summary>A claim without a request stands for all of its requests.</summary>
    private static bool Overlap((string Name, string Request) one, (string Name, string Request) other) =>
        one.Name == other.Name && (one.Request == other.Request || one.Request.Length == 0 || other.Request.Length == 0);
}
