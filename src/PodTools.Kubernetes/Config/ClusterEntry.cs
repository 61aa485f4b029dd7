namespace PodTools.Kubernetes;

/// <summary>Reads the entries of a context: where the server is, how it proves who it is, and who asks.</summary>
internal static class ClusterEntry
{
    internal static ClusterAccess Resolve(string kubeConfigPath, KubeConfigEntry context, KubeConfigEntry cluster, KubeConfigEntry? user)
    {
        var server = Server(cluster);
        return new()
        {
            KubeConfigPath = kubeConfigPath,
            Context = context.Name,
            Namespace = context.Text("namespace") ?? "default",
            User = user?.Name,
            Server = server,
            Trust = Trust(cluster),
            TlsServerName = cluster.Text("tls-server-name"),
            Proxy = Proxy(cluster),

            // As with kubectl, nobody gets to read a secret off a line that is not encrypted.
            Credentials = user is null || server.Scheme == Uri.UriSchemeHttp ? new FixedCredentials(Credential.None) : UserEntry.Credentials(user, cluster),
            Impersonation = user is null ? null : UserEntry.Impersonation(user),
        };
    }

    // Without a scheme, kubectl speaks plain HTTP unless something is said about TLS.
    private static Uri Server(KubeConfigEntry cluster)
    {
        var text = cluster.Text("server") ?? throw cluster.Fail("", $"{cluster.Title} has no server.");
        var speaksTls = cluster.Has("certificate-authority") || cluster.Flag("insecure-skip-tls-verify") || cluster.Text("tls-server-name") is not null;
        var full = text.Contains("://", StringComparison.Ordinal) ? text : $"{(speaksTls ? "https" : "http")}://{text}";
        return !Uri.TryCreate(full, UriKind.Absolute, out var uri) || uri.Scheme is not ("https" or "http")
            ? throw cluster.Fail("server", $"server of {cluster.Title} is not the address of an API server; it should look like https://host:6443.")
            : uri.UserInfo.Length > 0
                ? throw cluster.Fail("server", $"server of {cluster.Title} has a username in it. API servers stopped accepting these with Kubernetes 1.19; take it out, and use a token, a client certificate or an exec plugin.")
            : uri.Query.Length + uri.Fragment.Length > 0
                ? throw cluster.Fail("server", $"server of {cluster.Title} has a query (?) or a fragment (#), which no path of the API can follow; take it out.")
                : uri;
    }

    private static ServerTrust Trust(KubeConfigEntry cluster)
    {
        var skip = cluster.Flag("insecure-skip-tls-verify");
        var authority = cluster.Content("certificate-authority");
        if (skip && authority is not null)
        {
            throw cluster.Fail("insecure-skip-tls-verify", $"{cluster.Title} both names a certificate authority and skips the verification (insecure-skip-tls-verify). Remove one of the two.");
        }

        return new(authority is null ? null : CertificateAuthorities.Read(authority, cluster, "certificate-authority"), skip);
    }

    private static Uri? Proxy(KubeConfigEntry cluster)
    {
        var text = cluster.Text("proxy-url");
        return text is null ? null
            : Uri.TryCreate(text, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https" or "socks5"
                ? uri
                : throw cluster.Fail("proxy-url", $"proxy-url of {cluster.Title} is not the address of a proxy; it should start with http://, https:// or socks5://.");
    }
}
