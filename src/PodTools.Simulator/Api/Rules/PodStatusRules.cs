using System.Net;
using System.Net.Sockets;
using System.Text.Json.Nodes;

namespace PodTools.Simulator.Api.Rules;

/// <summary>What may not be written into the status of a pod. The phase is not among it: any text will do.</summary>
internal static class PodStatusRules
{
    private const string Addresses = "status.podIPs";

    public static IReadOnlyList<FieldCause> Validate(JsonObject pod)
    {
        var status = pod["status"] as JsonObject ?? [];
        var node = (string?)status["nominatedNodeName"] ?? "";
        var causes = new List<FieldCause>();
        if (node.Length > 0 && !ObjectNames.Subdomain.Pattern.IsMatch(node))
        {
            causes.Add(FieldCause.Invalid("status.nominatedNodeName", $"\"{node}\"", ObjectNames.Subdomain.Explanation));
        }

        var addresses = (status["podIPs"] as JsonArray ?? []).Select(entry => (string?)entry?["ip"] ?? "").ToList();
        return [.. causes, .. Malformed(addresses), .. Families(addresses)];
    }

    private static IEnumerable<FieldCause> Malformed(List<string> addresses) => addresses
        .Select((address, index) => (address, index))
        .Where(entry => !IPAddress.TryParse(entry.address, out _))
        .Select(entry => FieldCause.Invalid(
            $"{Addresses}[{entry.index}]", $"\"{entry.address}\"", "must be a valid IP address, (e.g. 10.9.8.7 or 2001:db8::ffff)"));

    // A pod has one address of each family, at most.
    private static IEnumerable<FieldCause> Families(List<string> addresses)
    {
        if (addresses.Count < 2)
        {
            yield break;
        }

        var parsed = addresses.Select(address => IPAddress.TryParse(address, out var known) ? known : null).ToList();
        var malformed = parsed.IndexOf(null);
        if (malformed >= 0)
        {
            yield return new FieldCause(
                "InternalError", Addresses,
                $"Internal error: failed to check for dual stack with error:invalid IP[{malformed}]: {addresses[malformed]}");
        }

        var dual = parsed.Select(address => address?.AddressFamily).ToHashSet().SetEquals([AddressFamily.InterNetwork, AddressFamily.InterNetworkV6]);
        if (addresses.Count > 2 || !dual)
        {
            var shown = string.Join(", ", addresses.Select(address => $"core.PodIP{{IP:\"{address}\"}}"));
            yield return FieldCause.Invalid(Addresses, $"[]core.PodIP{{{shown}}}", "may specify no more than one IP for each IP family");
        }
    }
}
