using System.Net;
using System.Net.Sockets;
using System.Text.Json.Nodes;
using PodTools.Json;

namespace PodTools.Validation;

/// <summary>The rules for host names, name resolution and host aliases.</summary>
internal static class NetworkRules
{
    private const string IpMessage = "must be a valid IP address, (e.g. 10.9.8.7 or 2001:db8::ffff)";
    private const int MaxNameservers = 3;
    private const int MaxSearches = 32;

    private static readonly Rule Dns = new("DnsConfig");
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

        foreach (var (search, i) in searches.Select((search, i) => (search, i)))
        {
            errors.InvalidEach($"{field}.searches[{i}]", search, NameSyntax.DnsSubdomain(search.EndsWith('.') ? search[..^1] : search), Dns);
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

            foreach (var name in alias.Texts("hostnames"))
            {
                errors.InvalidEach($"{aliasPath}.hostnames", name, NameSyntax.DnsSubdomain(name), HostAlias);
            }
        }
    }

    /// <summary>An address in full: the parser of .NET also takes <c>10.1</c> and <c>1</c>, which the API does not.</summary>
    public static bool IsIp(string text) => IPAddress.TryParse(text, out var address)
        && (address.AddressFamily == AddressFamily.InterNetworkV6 ? !text.Contains('[', StringComparison.Ordinal) : address.ToString() == text);
}
