using System.Net.Http.Headers;
using System.Net.Security;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Json.Nodes;

namespace PodTools.Simulator.Tests.Support;

/// <summary>Talks to a simulator over its own TLS, trusting nothing but its authority.</summary>
internal sealed class SimulatorClient : IDisposable
{
    private readonly HttpClient _http;

    public SimulatorClient(PodSimulator simulator, string? token = null)
    {
        var trust = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck };
        trust.CustomTrustStore.ImportFromPem(simulator.AuthorityPem);
        _http = new HttpClient(new SocketsHttpHandler { SslOptions = new SslClientAuthenticationOptions { CertificateChainPolicy = trust } })
        {
            BaseAddress = simulator.Server,
            Timeout = TimeSpan.FromMinutes(1),
        };
        _http.DefaultRequestHeaders.UserAgent.Add(new ProductInfoHeaderValue("recorder", "1"));
        Token = token ?? simulator.Token;
    }

    /// <summary>The bearer token; null to come as nobody.</summary>
    public string? Token { get; set; }

    public async Task<HttpResponseMessage> SendAsync(
        string method, string path, string? body = null, string contentType = "application/json", string accept = "application/json")
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), new Uri(path, UriKind.Relative));
        request.Headers.TryAddWithoutValidation("Accept", accept);
        if (Token is not null)
        {
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", Token);
        }

        if (body is not null)
        {
            request.Content = new ByteArrayContent(Encoding.UTF8.GetBytes(body));
            request.Content.Headers.TryAddWithoutValidation("Content-Type", contentType);
        }

        return await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
    }

    /// <summary>Sends JSON and gives the JSON of the answer, which must have the expected status.</summary>
    public async Task<JsonObject> JsonAsync(string method, string path, JsonNode? body = null, int status = 200, string contentType = "application/json")
    {
        using var response = await SendAsync(method, path, body?.ToJsonString(), contentType);
        var text = await response.Content.ReadAsStringAsync();
        Assert.True((int)response.StatusCode == status, $"{method} {path}: {(int)response.StatusCode} {text}");
        return JsonNode.Parse(text)!.AsObject();
    }

    /// <summary>Asks for a WebSocket; the answer is 101 with the connection as its content, or a refusal.</summary>
    public async Task<HttpResponseMessage> UpgradeAsync(string path, IEnumerable<string> protocols, bool upgrade = true)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(path, UriKind.Relative));
        if (Token is not null)
        {
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", Token);
        }

        if (upgrade)
        {
            request.Headers.Connection.Add("Upgrade");
            request.Headers.Upgrade.Add(new ProductHeaderValue("websocket"));
            request.Headers.Add("Sec-WebSocket-Version", "13");
            request.Headers.Add("Sec-WebSocket-Key", Convert.ToBase64String(new byte[16]));
            foreach (var protocol in protocols)
            {
                request.Headers.Add("Sec-WebSocket-Protocol", protocol);
            }
        }

        return await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
    }

    public void Dispose() => _http.Dispose();
}
