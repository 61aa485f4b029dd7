using System.Security.Cryptography.X509Certificates;

namespace PodTools.Kubernetes;

/// <summary>What a kubeconfig says about an OpenID Connect user: <c>auth-provider</c> with the name <c>oidc</c>.</summary>
internal sealed class OidcSettings
{
    private readonly KubeConfigEntry _config;

    private OidcSettings(KubeConfigEntry config) => _config = config;

    internal string Owner => _config.Title;

    internal required Uri Issuer { get; init; }

    internal required string ClientId { get; init; }

    internal string? ClientSecret { get; init; }

    internal string? IdToken { get; init; }

    internal string? RefreshToken { get; init; }

    /// <summary>The authorities that the provider's certificate may come from; null for those of the system.</summary>
    internal X509Certificate2Collection? Authorities { get; init; }

    internal static OidcSettings Read(KubeConfigEntry provider)
    {
        var name = provider.Text("name");
        if (name != "oidc")
        {
            throw provider.Fail("name", $"{provider.Title} uses the auth-provider \"{name}\". {Advice(name)}");
        }

        var config = provider.Inner("config") ?? throw provider.Fail("", $"The auth-provider of {provider.Title} has no config.");
        var authority = config.Content("idp-certificate-authority");
        return new(config)
        {
            Issuer = Uri.TryCreate(config.Text("idp-issuer-url"), UriKind.Absolute, out var issuer) && issuer.Scheme == Uri.UriSchemeHttps
                ? issuer
                : throw config.Fail("idp-issuer-url", $"idp-issuer-url of {config.Title} must be an address with https."),
            ClientId = config.Text("client-id") ?? throw config.Fail("", $"The auth-provider of {config.Title} has no client-id."),
            ClientSecret = config.Text("client-secret"),
            IdToken = config.Text("id-token"),
            RefreshToken = config.Text("refresh-token"),
            Authorities = authority is null ? null : CertificateAuthorities.Read(authority, config, "idp-certificate-authority"),
        };
    }

    private static string Advice(string? name) => name switch
    {
        "gcp" => "kubectl dropped it with version 1.26. Use the exec plugin gke-gcloud-auth-plugin instead: gcloud container clusters get-credentials writes its entry.",
        "azure" => "kubectl dropped it with version 1.26. Use the exec plugin kubelogin instead: kubelogin convert-kubeconfig writes its entry.",
        _ => "Of these, only \"oidc\" is known; ask for an exec plugin of your provider.",
    };

    /// <summary>Keeps fresh tokens in the kubeconfig, where they stood before.</summary>
    internal Task SaveAsync(string idToken, string refreshToken, CancellationToken cancellationToken) => KubeConfigWriter.EditAsync(
        _config.File.Path,
        text =>
        {
            text.Replace($"{_config.Path}.id-token", idToken);
            text.Replace($"{_config.Path}.refresh-token", refreshToken);
        },
        cancellationToken);
}
