using System.Net;

namespace PodTools.Kubernetes;

/// <summary>Everything needed to reach a cluster as a user: what one context of a kubeconfig comes down to.</summary>
internal sealed class ClusterAccess
{
    /// <summary>The kubeconfig it was read from (several as <c>KUBECONFIG</c> lists them); null inside a cluster.</summary>
    internal string? KubeConfigPath { get; init; }

    /// <summary>The name of the context.</summary>
    internal required string Context { get; init; }

    /// <summary>The namespace that the context works in; <c>default</c> where it says nothing.</summary>
    internal string Namespace { get; init; } = "default";

    /// <summary>The name of the user, for messages; null for none.</summary>
    internal string? User { get; init; }

    /// <summary>The address of the API server, perhaps with a path.</summary>
    internal required Uri Server { get; init; }

    /// <summary>How the server has to prove who it is.</summary>
    internal ServerTrust Trust { get; init; } = new(null, skipVerification: false);

    /// <summary>The name to ask for in TLS and to find in the certificate, where it differs from the address.</summary>
    internal string? TlsServerName { get; init; }

    /// <summary>The proxy that the cluster asks for; null for the one of the environment.</summary>
    internal Uri? Proxy { get; init; }

    /// <summary>Reads what the environment says of proxies now.</summary>
    internal Func<EnvironmentProxy> ReadEnvironment { get; init; } = EnvironmentProxy.FromEnvironment;

    /// <summary>Where the user's credentials come from.</summary>
    internal CredentialSource Credentials { get; init; } = new FixedCredentials(Credential.None);

    /// <summary>The identity to act as instead of the user's own.</summary>
    internal Impersonation? Impersonation { get; init; }

    /// <summary>The proxy as the framework wants it: that of the cluster, or what the environment says now.</summary>
    internal IWebProxy CreateProxy() => Proxy is null
        ? ReadEnvironment()
        : new WebProxy(ProxyAddress.WithoutCredentials(Proxy)) { Credentials = ProxyAddress.CredentialsOf(Proxy) };

    /// <summary>Whether a proxy is still the one to use: in a session, the environment may come to say something else.</summary>
    internal bool IsStillRight(IWebProxy proxy) => proxy is not EnvironmentProxy known || known.IsLike(ReadEnvironment());

    /// <summary>What a proxy is called in messages, without its password; null when the server is reached without it.</summary>
    internal string? Describe(IWebProxy proxy) => !proxy.IsBypassed(Server) && proxy.GetProxy(Server) is { } address
        ? $"{address.GetLeftPart(UriPartial.Authority)} ({(Proxy is null ? "HTTPS_PROXY or HTTP_PROXY" : "proxy-url")})"
        : null;

    /// <summary>The user and context in words, for messages.</summary>
    internal string UserText => User is null ? $"context \"{Context}\" (it names no user)" : $"user \"{User}\" (context \"{Context}\")";
}
