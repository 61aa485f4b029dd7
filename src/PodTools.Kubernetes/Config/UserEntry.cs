namespace PodTools.Kubernetes;

/// <summary>
/// Reads a user of a kubeconfig: which of the kinds of credentials it has. As with kubectl, what stands in the entry itself
/// (token, token file, client certificate) is used, and a plugin or provider beside it is not asked.
/// </summary>
internal static class UserEntry
{
    internal static CredentialSource Credentials(KubeConfigEntry user, KubeConfigEntry cluster)
    {
        if (user.Text("username") is not null || user.Text("password") is not null)
        {
            throw user.Fail("username", $"{user.Title} has a username and password. API servers stopped accepting these with Kubernetes 1.19; ask for a token, a client certificate or an exec plugin.");
        }

        var plugin = user.Inner("exec") is { } exec ? ExecPlugin.Read(exec, cluster) : null;
        var provider = user.Inner("auth-provider") is { } settings ? OidcSettings.Read(settings) : null;
        if (plugin is not null && provider is not null)
        {
            throw user.Fail("auth-provider", $"{user.Title} has both an exec plugin and an auth-provider. Remove one of the two.");
        }

        return Stored(user, others: plugin is not null || provider is not null) is { } stored ? stored
            : plugin is not null ? ExecCredentials.Shared(plugin)
            : provider is not null ? OidcCredentials.Create(provider)
            : new FixedCredentials(Credential.None);
    }

    internal static Impersonation? Impersonation(KubeConfigEntry user)
    {
        var impersonation = new Impersonation(user.Text("as"), user.Text("as-uid"), user.Texts("as-groups"), user.TextLists("as-user-extra"));
        return impersonation is { User: null, Uid: null, Groups.Count: 0, Extra.Count: 0 } ? null
            : impersonation.User is null
                ? throw user.Fail("as-groups", $"{user.Title} has as-uid, as-groups or as-user-extra without as; the API server refuses these alone.")
            : impersonation.IsMalformed
                ? throw user.Fail("as", $"as, as-uid, as-groups or as-user-extra of {user.Title} holds a control character, which no request can carry.")
            : impersonation;
    }

    private static StoredCredentials? Stored(KubeConfigEntry user, bool others)
    {
        var hasToken = user.Text("token") is not null || user.Text("tokenFile") is not null;
        var hasCertificate = user.Has("client-certificate");
        if (!hasCertificate && user.Has("client-key") && !hasToken && !others)
        {
            throw user.Fail("client-key", $"{user.Title} has a client key without a client certificate.");
        }

        if (!hasToken && !hasCertificate)
        {
            return null;
        }

        var stored = new StoredCredentials(() => Token(user), () => hasCertificate ? Certificate(user) : null, user.Title);
        if (hasCertificate)
        {
            stored.Read();
        }

        return stored;
    }

    private static (string Certificate, string Key) Certificate(KubeConfigEntry user) => (
        user.Content("client-certificate")!,
        user.Content("client-key") ?? throw user.Fail("client-certificate", $"{user.Title} has a client certificate without its key (client-key or client-key-data)."));

    private static string? Token(KubeConfigEntry user)
    {
        var fallback = user.Text("token");
        if (fallback is not null && !BearerToken.Allows(fallback))
        {
            throw user.Fail("token", $"token of {user.Title} {BearerToken.Fault}. Write it again, in one line.");
        }

        return user.FilePath("tokenFile") is { } file ? TokenFile.Read(file, user.Title, fallback) : fallback;
    }
}
