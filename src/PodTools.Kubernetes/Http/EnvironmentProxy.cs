using System.Net;

namespace PodTools.Kubernetes;

/// <summary>
/// The proxy that <c>HTTPS_PROXY</c>, <c>HTTP_PROXY</c> and <c>NO_PROXY</c> (or their lower-case names) ask for, by the rules
/// that kubectl follows: <c>NO_PROXY</c> lists hosts, domains, addresses, address ranges such as <c>10.0.0.0/8</c>, each
/// perhaps with a port, or <c>*</c>; this machine itself is never reached through a proxy.
/// </summary>
internal sealed class EnvironmentProxy : IWebProxy
{
    private readonly Uri? _https;
    private readonly Uri? _http;
    private readonly string[] _exceptions;

    internal EnvironmentProxy(string? https, string? http, string? exceptions)
    {
        _https = Parse(https, "HTTPS_PROXY");
        _http = Parse(http, "HTTP_PROXY");
        _exceptions = (exceptions ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
    }

    /// <summary>The user and password that stand in the address of the proxy.</summary>
    public ICredentials? Credentials
    {
        get => ProxyAddress.CredentialsOf(_https ?? _http);
        set => throw new NotSupportedException("The credentials of the proxy stand in its address.");
    }

    internal static EnvironmentProxy FromEnvironment() => new(Read("HTTPS_PROXY"), Read("HTTP_PROXY"), Read("NO_PROXY"));

    public Uri? GetProxy(Uri destination) => For(destination) is { } proxy ? ProxyAddress.WithoutCredentials(proxy) : null;

    public bool IsBypassed(Uri host) => For(host) is null || IsThisMachine(host) || _exceptions.Any(e => Excepts(e, host));

    private Uri? For(Uri destination) => destination.Scheme == Uri.UriSchemeHttps ? _https : _http;

    private static string? Read(string name) => Environment.GetEnvironmentVariable(name) ?? Environment.GetEnvironmentVariable(name.ToLowerInvariant());

    private static Uri? Parse(string? value, string variable)
    {
        if (string.IsNullOrWhiteSpace(value))
        {
            return null;
        }

        var text = value.Contains("://", StringComparison.Ordinal) ? value : "http://" + value;
        return Uri.TryCreate(text, UriKind.Absolute, out var uri)
            ? uri
            : throw new KubernetesException(KubernetesReason.ProxyFailed, $"{variable} is not the address of a proxy; it should look like http://proxy.example:3128.");
    }

    private static bool IsThisMachine(Uri host) =>
        host.IdnHost == "localhost" || (IPAddress.TryParse(host.IdnHost, out var address) && IPAddress.IsLoopback(address));

    private static bool Excepts(string exception, Uri host)
    {
        if (exception == "*")
        {
            return true;
        }

        var address = IPAddress.TryParse(host.IdnHost, out var parsed) ? parsed : null;
        if (IPNetwork.TryParse(exception, out var range))
        {
            return address is not null && range.Contains(address);
        }

        if (IPAddress.TryParse(exception.Trim('[', ']'), out var one))
        {
            return one.Equals(address);
        }

        var colon = exception.LastIndexOf(':');
        if (colon >= 0)
        {
            return exception[(colon + 1)..] == host.Port.ToString(System.Globalization.CultureInfo.InvariantCulture) && Excepts(exception[..colon], host);
        }

        var domain = exception.TrimStart('*');
        return domain.StartsWith('.')
            ? host.IdnHost.EndsWith(domain, StringComparison.OrdinalIgnoreCase)
            : host.IdnHost.Equals(domain, StringComparison.OrdinalIgnoreCase) || host.IdnHost.EndsWith("." + domain, StringComparison.OrdinalIgnoreCase);
    }
}
