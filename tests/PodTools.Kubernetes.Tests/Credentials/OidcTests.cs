using System.Text;

namespace PodTools.Kubernetes.Tests.Credentials;

/// <summary>OpenID Connect: discovery and refresh at a provider with real TLS.</summary>
public sealed class OidcTests : IDisposable
{
    private static readonly TestAuthority Authority = new();

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_token_that_holds_is_used_as_it_stands()
    {
        var token = Token(TimeSpan.FromHours(1));
        await using var provider = Provider(_ => (200, "{}"));

        Assert.Equal(token, (await Source(provider.Port, token).GetAsync(default)).Token);
        Assert.Empty(provider.Requests);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_token_that_has_ended_is_refreshed_and_the_kubeconfig_learns_it(bool secretInHeader)
    {
        var fresh = Token(TimeSpan.FromHours(1));
        await using var provider = Provider(request => (request.Header("Authorization") is not null) == secretInHeader
            ? (200, $$"""{"id_token":"{{fresh}}","refresh_token":"second"}""")
            : (401, """{"error":"invalid_client"}"""));
        var source = Source(provider.Port, Token(TimeSpan.FromHours(-1)));

        Assert.Equal(fresh, (await source.GetAsync(default)).Token);
        Assert.Equal(fresh, (await source.GetAsync(default)).Token);

        var asked = provider.Requests.Last();
        Assert.Contains("grant_type=refresh_token&refresh_token=first", asked.Body, StringComparison.Ordinal);
        Assert.Equal(secretInHeader ? $"Basic {Base64("tool:hush")}" : null, asked.Header("Authorization"));
        var config = await File.ReadAllTextAsync(Path.Combine(_folder.Path, "config"));
        Assert.Contains($"id-token: {fresh} # changes", config, StringComparison.Ordinal);
        Assert.Contains("refresh-token: second\n", config, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Tokens_that_cannot_be_written_down_are_used_with_a_warning()
    {
        var fresh = Token(TimeSpan.FromHours(1));
        await using var provider = Provider(_ => (200, $$"""{"id_token":"{{fresh}}","refresh_token":"second"}"""));
        await using var server = new ScriptedServer(Authority.Issue("localhost"), (_, stream, _) => ScriptedServer.WriteAsync(stream, 200, "{}"));
        var plain = TestConnections.AccessTo(server.Port, Authority);
        var source = Source(provider.Port, Token(TimeSpan.FromHours(-1)));
        new FileInfo(Path.Combine(_folder.Path, "config")).IsReadOnly = true;
        using var connection = new KubernetesConnection(new() { Context = "test", Server = plain.Server, Trust = plain.Trust, Credentials = source }, TestConnections.Quick);
        var warnings = new List<string>();

        await connection.ReadBytesAsync(new(HttpMethod.Get, "/version") { OnWarning = warnings.Add });
        await connection.ReadBytesAsync(new(HttpMethod.Get, "/version") { OnWarning = warnings.Add });

        Assert.All(server.Requests, request => Assert.Equal($"Bearer {fresh}", request.Header("Authorization")));
        Assert.Contains("were renewed but not written down", Assert.Single(warnings), StringComparison.Ordinal);
        Assert.DoesNotContain(fresh, warnings[0], StringComparison.Ordinal);
        Assert.DoesNotContain("second", warnings[0], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(400, """{"error":"invalid_grant","error_description":"first"}""", "invalid_grant). Log in again")]
    [InlineData(200, """{"access_token":"first"}""", "without an id_token")]
    [InlineData(200, "<html>first</html>", "does not answer JSON")]
    public async Task A_provider_that_refuses_is_quoted_without_a_secret(int code, string answer, string words)
    {
        await using var provider = Provider(_ => (code, answer));

        var failure = await Assert.ThrowsAsync<KubernetesException>(() => Source(provider.Port, Token(TimeSpan.FromHours(-1))).GetAsync(default).AsTask());

        Assert.Equal(KubernetesReason.CredentialFailed, failure.Reason);
        Assert.Contains(words, failure.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("first", failure.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("hush", failure.ToString(), StringComparison.Ordinal);
    }

    private static ScriptedServer Provider(Func<ScriptedRequest, (int Code, string Body)> tokens)
    {
        ScriptedServer? server = null;
        return server = new ScriptedServer(Authority.Issue("localhost"), (request, stream, _) =>
        {
            var (code, body) = request.Path == "/realm/.well-known/openid-configuration"
                ? (200, $$"""{"token_endpoint":"https://localhost:{{server!.Port}}/token"}""")
                : tokens(request);
            return ScriptedServer.WriteAsync(stream, code, body);
        });
    }

    private CredentialSource Source(int port, string idToken)
    {
        var path = _folder.Write("config", $"""
            clusters:
            - name: c
              cluster:
                server: https://c.test
            users:
            - name: u
              user:
                auth-provider:
                  name: oidc
                  config:
                    idp-issuer-url: https://localhost:{port}/realm
                    idp-certificate-authority-data: {Base64(Authority.Pem)}
                    client-id: tool
                    client-secret: hush
                    id-token: "{idToken}" # changes
                    refresh-token: first
            contexts:
            - name: x
              context:
                cluster: c
                user: u
            current-context: x
            """);
        return KubeConfig.Load(path).Resolve(null).Credentials;
    }

    private static string Token(TimeSpan left)
    {
        var claims = $$"""{"sub":"carol","exp":{{DateTimeOffset.UtcNow.Add(left).ToUnixTimeSeconds()}}}""";
        return $"e30.{Base64(claims).TrimEnd('=').Replace('+', '-').Replace('/', '_')}.c2ln";
    }

    private static string Base64(string text) => Convert.ToBase64String(Encoding.UTF8.GetBytes(text));
}
