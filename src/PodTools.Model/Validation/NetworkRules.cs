using System.Globalization;
using System.Net;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using PodTools.Json;

namespace PodTools.Validation;

/// <summary>The rules for host names, name resolution and host aliases.</summary>
internal static partial class NetworkRules
{
    private const string IpMessage = "must be a valid IP address, (e.g. 10.9.8.7 or 2001:db8::ffff)";
    private const int MaxNameservers = 3;
    private const int MaxSearches = 32;
    private const int MaxSearchCharacters = 2048;

    private static readonly Rule Dns = new("DnsConfig");
    private static readonly Rule StrictSearch = new("DnsConfig", "", ServerVersions.Before(33));
    private static readonly Rule HostAlias = new("HostAlias");

    /// <summary>Checks how the pod resolves names.</summary>
    public static void CheckDns(JsonObject spec, string path, FieldErrors errors)
    {
        var config = spec.Object("dnsConfig");
        var field = $"{path}.dnsConfig";
        var servers = config.Texts("nameservers").ToList();
        if (spec.Text("dnsPolicy") == "None" && servers.Count == 0)
        {
            errors.Required(config is null ? field : $"{field}.nameservers", Dns, config is null
                ? "must provide `dnsConfig` when `dnsPolicy` is None"
                : "must provide at least one DNS nameserver when `dnsPolicy` is None");
        }

        if (servers.Count > MaxNameservers)
        {
            errors.InvalidLiteral($"{field}.nameservers", GoText.Texts(servers), $"must not have more than {MaxNameservers} nameservers", Dns);
        }

        foreach (var (server, i) in servers.Select((server, i) => (server, i)).Where(entry => !IsIp(entry.server)))
        {
            errors.Invalid($"{field}.nameservers[{i}]", server, IpMessage, Dns);
        }

        var searches = config.Texts("searches").ToList();
        if (searches.Count > MaxSearches)
        {
            errors.InvalidLiteral($"{field}.searches", GoText.Texts(searches), $"must not have more than {MaxSearches} search paths", Dns);
        }

        if (string.Join(' ', searches).Length > MaxSearchCharacters)
        {
            errors.InvalidLiteral($"{field}.searches", GoText.Texts(searches), $"must not have more than {MaxSearchCharacters} characters (including spaces) in the search list", Dns);
        }

        foreach (var (search, i) in searches.Select((search, i) => (search, i)))
        {
            errors.InvalidEach($"{field}.searches[{i}]", WithoutRoot(search), NameSyntax.DnsSubdomain(WithoutRoot(search)), IsRelaxedSearch(search) ? StrictSearch : Dns);
        }

        foreach (var (option, optionPath) in config.Items("options", field).Where(option => option.Item.Text("name").Length == 0))
        {
            errors.Required(optionPath, Dns, "must not be empty");
        }
    }

    /// <summary>Checks the lines that the pod adds to its hosts file.</summary>
    public static void CheckHostAliases(JsonObject spec, string path, FieldErrors errors)
    {
        foreach (var (alias, aliasPath) in spec.Items("hostAliases", path))
        {
            if (!IsIp(alias.Text("ip")))
            {
                errors.Invalid($"{aliasPath}.ip", alias.Text("ip"), IpMessage, HostAlias);
            }

            foreach (var (name, i) in alias.Texts("hostnames").Select((name, i) => (name, i)))
            {
                errors.InvalidEach($"{aliasPath}.hostnames[{i}]", name, NameSyntax.DnsSubdomain(name), HostAlias);
            }
        }
    }

    /// <summary>
    /// An address in full. The parser of .NET also takes <c>10.1</c>, brackets and zones, which the API does not; and it takes
    /// zeros in front for octal, which the API ignores.
    /// </summary>
    public static bool IsIp(string text) => text.Contains(':', StringComparison.Ordinal)
        ? IPAddress.TryParse(text, out _) && text.AsSpan().IndexOfAny("[]%") < 0
        : Quad().IsMatch(text) && text.Split('.').All(part => int.Parse(part, CultureInfo.InvariantCulture) <= byte.MaxValue);

    /// <summary>A domain in which labels may begin with an underscore, as those of services do.</summary>
    private static bool IsRelaxedSearch(string search) => search is "." || NameSyntax.DnsSubdomain(WithoutRoot(search).Replace('_', '0')).Count == 0;

    private static string WithoutRoot(string search) => search.EndsWith('.') ? search[..^1] : search;

    [GeneratedRegex(@"^[0-9]{1,9}(\.[0-9]{1,9}){3}\z", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture)]
    private static partial Regex Quad();
}
