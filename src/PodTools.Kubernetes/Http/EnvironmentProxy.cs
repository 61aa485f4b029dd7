using System.Net;

namespace PodTools.Kubernetes;

/// <summary>
/// The proxy that <c>HTTPS_PROXY</c>, <c>HTTP_PROXY</c> and <c>NO_PROXY</c> (or their lower-case names) ask for, by the rules
/// that kubectl follows; this machine itself is never reached through a proxy.
/// </summary>
internal sealed class EnvironmentProxy : IWebProxy
{
    private static readonly string[] Schemes = ["http", "https", "socks5", "socks5h"];

    private readonly (string? Https, string? Http, string? Exceptions) _variables;
    private readonly Uri? _https;
    private readonly Uri? _http;
    private readonly List<ProxyException> _exceptions;

    internal EnvironmentProxy(string? https, string? http, string? exceptions)
    {
        _variables = (https, http, exceptions);
        _https = Parse(https, "HTTPS_PROXY");
        _http = Parse(http, "HTTP_PROXY");
        _exceptions = ProxyException.ReadAll(exceptions ?? "");
    }

    /// <summary>The user and password that stand in the address of the proxy.</summary>
    public ICredentials? Credentials
    {
        get => ProxyAddress.CredentialsOf(_https ?? _http);
        set => throw new NotSupportedException("The credentials of the proxy stand in its address.");
    }

    internal static EnvironmentProxy FromEnvironment() => new(Read("HTTPS_PROXY"), Read("HTTP_PROXY"), Read("NO_PROXY"));

    /// <summary>Whether another was made of the same variables.</summary>
    internal bool IsLike(EnvironmentProxy other) => _variables == other._variables;

    public Uri? GetProxy(Uri destination) => For(destination) is { } proxy ? ProxyAddress.WithoutCredentials(proxy) : null;

    public bool IsBypassed(Uri host) => For(host) is null || IsThisMachine(host) || _exceptions.Exists(exception => exception.Covers(host));

    private Uri? For(Uri destination) => destination.Scheme == Uri.UriSchemeHttps ? _https : _http;

    // An empty variable says nothing.
    private static string? Read(string name) => Environment.GetEnvironmentVariable(name) is { Length: > 0 } value
        ? value
        : Environment.GetEnvironmentVariable(name.ToLowerInvariant());

    private static Uri? Parse(string? value, string variable)
    {
        if (string.IsNullOrWhiteSpace(value))
        {
            return null;
        }

        var text = value.Contains("://", StringComparison.Ordinal) ? value : "http://" + value;
        return Uri.TryCreate(text, UriKind.Absolute, out var uri) && Schemes.Contains(uri.Scheme)
            ? ProxyAddress.Usable(uri)
            : throw new KubernetesException(KubernetesReason.ProxyFailed, $"{variable} is not the address of a proxy; it should look like http://proxy.example:3128.");
    }

    private static bool IsThisMachine(Uri host) =>
        host.IdnHost == "localhost" || (IPAddress.TryParse(host.IdnHost, out var address) && IPAddress.IsLoopback(address));
}
