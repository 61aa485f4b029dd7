using System.Diagnostics.CodeAnalysis;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace PodTools.Kubernetes;

/// <summary>
/// A user of an OpenID Connect provider: the identity token is the bearer token, and the refresh token gets a new one when it
/// ends. A provider that changes the refresh token each time would lock the user out unless the kubeconfig learns the new one.
/// </summary>
internal sealed class OidcCredentials(OidcSettings settings, HttpMessageInvoker provider, TimeProvider clock) : RenewableCredentials
{
    // A token that ends while a request is on its way is refused; the provider's clock may differ a little as well.
    private static readonly TimeSpan Leeway = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private volatile Credential _current = new(settings.IdToken, null);
    private volatile string? _refreshToken = settings.RefreshToken;
    private string? _warning;

    protected override Credential? Usable =>
        _current is var current && JsonWebToken.Expiry(current.Token) > clock.GetUtcNow() + Leeway ? current : null;

    protected override bool CanRenew => _refreshToken is not null;

    /// <summary>The credentials of a user, asked for at the provider that the kubeconfig names.</summary>
    [SuppressMessage("Reliability", "CA2000", Justification = "The connection to the provider lives as long as the credentials.")]
    internal static OidcCredentials Create(OidcSettings settings)
    {
        var handler = new SocketsHttpHandler
        {
            SslOptions = new ServerTrust(settings.Authorities, skipVerification: false).CreateOptions(null),
            Proxy = EnvironmentProxy.FromEnvironment(),
            ConnectTimeout = ConnectionOptions.Default.ConnectTimeout,
        };
        return new(settings, new HttpMessageInvoker(handler), TimeProvider.System);
    }

    internal override string? TakeWarning() => Interlocked.Exchange(ref _warning, null);

    protected override async Task<Credential> ObtainAsync(CancellationToken cancellationToken)
    {
        var refreshToken = _refreshToken ?? throw Fail("the identity token has expired, and there is no refresh token. Log in again");
        var endpoint = await DiscoverAsync(cancellationToken).ConfigureAwait(false);
        var answer = await RequestTokenAsync(endpoint, refreshToken, cancellationToken).ConfigureAwait(false);
        var idToken = Text(answer, "id_token") ?? throw Fail("the provider answered without an id_token; is the scope openid allowed for this client?");
        _refreshToken = Text(answer, "refresh_token") ?? refreshToken;
        _current = new(idToken, null);
        await SaveAsync(idToken, _refreshToken, cancellationToken).ConfigureAwait(false);
        return _current;
    }

    // The tokens are good all the same, and asking for others would not help.
    private async Task SaveAsync(string idToken, string refreshToken, CancellationToken cancellationToken)
    {
        try
        {
            await settings.SaveAsync(idToken, refreshToken, cancellationToken).ConfigureAwait(false);
        }
        catch (KubeConfigException e)
        {
            _warning = $"The tokens of {settings.Owner} were renewed but not written down: {e.Message} Other programs, and PowerShell when it starts the next time, may have to log in again.";
        }
    }

    private async Task<Uri> DiscoverAsync(CancellationToken cancellationToken)
    {
        var address = new Uri(settings.Issuer.AbsoluteUri.TrimEnd('/') + "/.well-known/openid-configuration");
        using var request = new HttpRequestMessage(HttpMethod.Get, address);
        var (status, document) = await SendAsync(request, cancellationToken).ConfigureAwait(false);
        return Uri.TryCreate(Text(document, "token_endpoint"), UriKind.Absolute, out var endpoint) && endpoint.Scheme == Uri.UriSchemeHttps
            ? endpoint
            : throw Fail($"{address} (HTTP {status}) names no token endpoint with https");
    }

    private async Task<JsonObject> RequestTokenAsync(Uri endpoint, string refreshToken, CancellationToken cancellationToken)
    {
        // The two ways in which a client may show its secret; a provider need not take both.
        foreach (var secretInHeader in settings.ClientSecret is null ? new[] { false } : [true, false])
        {
            using var request = TokenRequest(endpoint, refreshToken, secretInHeader);
            var (status, answer) = await SendAsync(request, cancellationToken).ConfigureAwait(false);
            if (status == 200)
            {
                return answer;
            }

            var error = Text(answer, "error");
            if (error != "invalid_client" || !secretInHeader)
            {
                throw Fail($"the provider refuses to refresh the token (HTTP {status}, {error ?? "no reason given"}). Log in again");
            }
        }

        throw Fail("the provider does not know this client");
    }

    private HttpRequestMessage TokenRequest(Uri endpoint, string refreshToken, bool secretInHeader)
    {
        var form = new Dictionary<string, string> { ["grant_type"] = "refresh_token", ["refresh_token"] = refreshToken };
        var request = new HttpRequestMessage(HttpMethod.Post, endpoint);
        if (secretInHeader)
        {
            var pair = $"{Uri.EscapeDataString(settings.ClientId)}:{Uri.EscapeDataString(settings.ClientSecret!)}";
            request.Headers.Authorization = new AuthenticationHeaderValue("Basic", Convert.ToBase64String(Encoding.ASCII.GetBytes(pair)));
        }
        else
        {
            form["client_id"] = settings.ClientId;
            if (settings.ClientSecret is { } secret)
            {
                form["client_secret"] = secret;
            }
        }

        request.Content = new FormUrlEncodedContent(form);
        return request;
    }

    private async Task<(int Status, JsonObject Answer)> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        using var deadline = new CancellationTokenSource(Patience, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, cancellationToken);
        try
        {
            using var response = await provider.SendAsync(request, either.Token).ConfigureAwait(false);
            var text = await response.Content.ReadAsStringAsync(either.Token).ConfigureAwait(false);
            return ((int)response.StatusCode, JsonNode.Parse(text) as JsonObject ?? []);
        }
        catch (HttpRequestException e)
        {
            throw Fail($"the provider cannot be reached: {e.GetBaseException().Message}", e);
        }
        catch (OperationCanceledException e) when (!cancellationToken.IsCancellationRequested)
        {
            throw Fail($"the provider does not answer within {Patience.TotalSeconds} seconds", e);
        }
        catch (JsonException)
        {
            // Not kept as the cause: it may quote a token.
            throw Fail($"{request.RequestUri!.GetLeftPart(UriPartial.Path)} does not answer JSON; is idp-issuer-url right?");
        }
    }

    private static string? Text(JsonObject map, string field) =>
        map[field] is JsonValue value && value.TryGetValue<string>(out var text) && text.Length > 0 ? text : null;

    private KubernetesException Fail(string what, Exception? cause = null) => new(
        KubernetesReason.CredentialFailed, $"The credentials of {settings.Owner} (OpenID Connect, {settings.Issuer}) cannot be renewed: {what}.", cause);
}
