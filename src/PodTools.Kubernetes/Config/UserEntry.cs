namespace PodTools.Kubernetes;

/// <summary>Reads a user of a kubeconfig: which of the kinds of credentials it has.</summary>
internal static class UserEntry
{
    internal static CredentialSource Credentials(KubeConfigEntry user, KubeConfigEntry cluster)
    {
        if (user.Text("username") is not null || user.Text("password") is not null)
        {
            throw user.Fail("username", $"{user.Title} has a username and password. API servers stopped accepting these with Kubernetes 1.19; ask for a token, a client certificate or an exec plugin.");
        }

        if (user.Inner("exec") is { } exec)
        {
            return ExecCredentials.Shared(ExecPlugin.Read(exec, cluster));
        }

        if (user.Inner("auth-provider") is { } provider)
        {
            return OidcCredentials.Create(OidcSettings.Read(provider));
        }

        var certificate = Certificate(user);
        return user.FilePath("tokenFile") is { } tokenFile
            ? new TokenFileCredentials(tokenFile, user.Text("token"), certificate, user.Title)
            : new FixedCredentials(new(user.Text("token"), certificate));
    }

    internal static Impersonation? Impersonation(KubeConfigEntry user)
    {
        var impersonation = new Impersonation(user.Text("as"), user.Text("as-uid"), user.Texts("as-groups"), user.TextLists("as-user-extra"));
        return impersonation is { User: null, Uid: null, Groups.Count: 0, Extra.Count: 0 } ? null
            : impersonation.User is null
                ? throw user.Fail("as-groups", $"{user.Title} has as-uid, as-groups or as-user-extra without as; the API server refuses these alone.")
                : impersonation;
    }

    private static ClientCertificate? Certificate(KubeConfigEntry user) =>
        (user.Content("client-certificate"), user.Content("client-key")) switch
        {
            (null, null) => null,
            ({ } certificate, { } key) => ClientCertificate.FromPem(certificate, key, user.Title),
            (null, _) => throw user.Fail("client-key", $"{user.Title} has a client key without a client certificate."),
            (_, null) => throw user.Fail("client-certificate", $"{user.Title} has a client certificate without its key (client-key or client-key-data)."),
        };
}
