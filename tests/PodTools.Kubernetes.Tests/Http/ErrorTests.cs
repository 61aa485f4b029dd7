using System.Net;
using System.Net.Sockets;
using PodTools.Tests;
using Xunit.Abstractions;

namespace PodTools.Kubernetes.Tests.Http;

/// <summary>The fault table: what goes wrong on the way, and what a user is told.</summary>
public sealed class ErrorTests(ITestOutputHelper output)
{
    private static readonly TestAuthority Authority = new();

    [Theory]
    [InlineData(403, "application/json", """{"kind":"Status","status":"Failure","message":"pods is forbidden: User \"viewer\" cannot create","reason":"Forbidden","details":{"kind":"pods"},"code":403}""", "Forbidden", "pods is forbidden: User \"viewer\" cannot create")]
    [InlineData(401, "application/json", """{"kind":"Status","message":"Unauthorized","reason":"Unauthorized","code":401}""", "Unauthorized", "does not accept the credentials of user \"tester\" (context \"test\"): Unauthorized")]
    [InlineData(403, "text/plain", "no such luck\n", "Forbidden", "The server answered HTTP 403 Forbidden: no such luck")]
    [InlineData(404, "text/plain", "404 page not found", "InvalidAnswer", "404 page not found. Is this the address of an API server?")]
    [InlineData(404, "application/json", "{\"type\":\"error\",\"code\":\"NotFound\"}", "InvalidAnswer", "Is this the address of an API server?")]
    [InlineData(404, "application/json", "{\"kind\":\"Status\",\"message\":\"pods \\\"x\\\" not found\",\"reason\":\"NotFound\"}", "NotFound", "pods \"x\" not found")]
    [InlineData(500, "application/json", """{"kind":"Status","mess""", "InternalError", """{"kind":"Status","mess""")]
    [InlineData(502, "text/html", "<html><head><title>502 Bad\n Gateway</title><body>nginx", "InvalidAnswer", "The server answered HTTP 502 BadGateway: 502 Bad Gateway")]
    [InlineData(403, "text/html", "<html><style>b{}</style><body><b>Go</b> away", KubernetesReason.InvalidAnswer, "Go away")]
    [InlineData(413, "text/plain", "", "RequestEntityTooLarge", "without an explanation")]
    [InlineData(302, "text/html", "", "InvalidAnswer", "HTTP 302")]
    public async Task An_answer_that_is_no_success_says_why(int code, string type, string body, string reason, string words)
    {
        await using var server = new ScriptedServer(Authority.Issue("localhost"), (_, stream, _) => ScriptedServer.WriteAsync(stream, code, body, type));
        using var connection = TestConnections.To(server, Authority);

        var failure = await FailAsync(connection, new ApiRequest(HttpMethod.Put, "/api/v1/x"));

        Assert.Equal(reason, failure.Reason);
        Assert.Equal((HttpStatusCode)code, failure.StatusCode);
        Assert.Contains(words, failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Causes_survive()
    {
        const string Body = """{"kind":"Status","message":"Pod \"x\" is invalid","reason":"Invalid","details":{"name":"x","causes":[{"reason":"FieldValueRequired","message":"Required value","field":"spec.containers"}]},"code":422}""";
        await using var server = new ScriptedServer(null, (_, stream, _) => ScriptedServer.WriteAsync(stream, 422, Body));
        using var connection = TestConnections.To(server, null);

        var failure = await FailAsync(connection, new ApiRequest(HttpMethod.Post, "/x"));

        Assert.Equal("spec.containers", Assert.Single(failure.Status.Details!.Causes).Field);
    }

    [Fact]
    public async Task Nothing_that_listens_is_said_so()
    {
        using var port = new ReservedPort();
        using var connection = new KubernetesConnection(TestConnections.AccessTo(port.Number, Authority), TestConnections.Quick);

        Assert.Equal(KubernetesReason.ConnectionRefused, (await FailAsync(connection)).Reason);
    }

    [Fact]
    public async Task A_name_that_does_not_resolve_is_said_so()
    {
        using var connection = new KubernetesConnection(TestConnections.AccessTo(6443, Authority, "no-such-host.invalid"), TestConnections.Quick);

        Assert.Equal(KubernetesReason.HostNotFound, (await FailAsync(connection)).Reason);
    }

    [Fact]
    public async Task A_server_that_never_answers_is_given_up()
    {
        await using var server = new ScriptedServer(Authority.Issue("localhost"), (_, _, stop) => Task.Delay(Timeout.Infinite, stop));
        using var connection = TestConnections.To(server, Authority, TestConnections.Quick with { ResponseTimeout = TimeSpan.FromMilliseconds(200) });

        var failure = await FailAsync(connection);

        Assert.Equal(KubernetesReason.Timeout, failure.Reason);
        Assert.Contains("did not answer GET /version within 0.2 seconds", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_server_that_never_finishes_the_handshake_is_given_up()
    {
        using var deaf = new TcpListener(IPAddress.Loopback, 0);
        deaf.Start();
        using var connection = new KubernetesConnection(
            TestConnections.AccessTo(((IPEndPoint)deaf.LocalEndpoint).Port, Authority), TestConnections.Quick with { ConnectTimeout = TimeSpan.FromMilliseconds(200) });

        var failure = await FailAsync(connection);

        Assert.Equal(KubernetesReason.Timeout, failure.Reason);
        Assert.Contains("could not be connected to", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_body_that_stands_still_counts_as_lost()
    {
        await using var server = new ScriptedServer(null, async (_, stream, stop) =>
        {
            await ScriptedServer.BeginChunksAsync(stream);
            await ScriptedServer.WriteChunkAsync(stream, "{\"a\":");
            await Task.Delay(Timeout.Infinite, stop);
        });
        using var connection = TestConnections.To(server, null, TestConnections.Quick with { StallTimeout = TimeSpan.FromMilliseconds(100), MaxAttempts = 2 });

        Assert.Equal(KubernetesReason.ConnectionLost, (await FailAsync(connection)).Reason);
        Assert.Equal(2, server.Requests.Count);
    }

    [Fact]
    public async Task An_answer_that_is_no_JSON_is_said_so()
    {
        await using var server = new ScriptedServer(null, (_, stream, _) => ScriptedServer.WriteAsync(stream, 200, "<html>Welcome to the hotel</html>", "text/html"));
        using var connection = TestConnections.To(server, null);

        var failure = await Assert.ThrowsAsync<KubernetesException>(() => connection.ReadAsync<Pod>(new(HttpMethod.Get, "/api/v1/pods/x")));

        Assert.Equal(KubernetesReason.InvalidAnswer, failure.Reason);
        Assert.Contains("Is this the address of an API server?", failure.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("{\"paths\":[\"/api\"]}")]
    [InlineData("{\"kind\":\"Status\",\"status\":\"Failure\",\"message\":\"not here\",\"code\":403}")]
    public async Task An_answer_of_another_server_is_no_empty_list_and_no_pod(string answer)
    {
        await using var server = new ScriptedServer(null, (_, stream, _) => ScriptedServer.WriteAsync(stream, 200, answer));
        using var connection = TestConnections.To(server, null);
        var pods = new PodClient(connection);

        var list = await Assert.ThrowsAsync<KubernetesException>(() => pods.ListAsync("ns").ToListAsync().WaitAsync(TimeSpan.FromMinutes(1)));
        var one = await Assert.ThrowsAsync<KubernetesException>(() => pods.GetAsync("ns", "x").WaitAsync(TimeSpan.FromMinutes(1)));

        Assert.Equal((KubernetesReason.InvalidAnswer, KubernetesReason.InvalidAnswer), (list.Reason, one.Reason));
    }

    [Theory]
    [InlineData("connect")]
    [InlineData("head")]
    [InlineData("body")]
    public async Task Cancellation_is_quick(string where)
    {
        using var deaf = new TcpListener(IPAddress.Loopback, 0);
        deaf.Start();
        await using var server = new ScriptedServer(null, async (_, stream, stop) =>
        {
            if (where == "body")
            {
                await ScriptedServer.BeginChunksAsync(stream);
                await ScriptedServer.WriteChunkAsync(stream, "{");
            }

            await Task.Delay(Timeout.Infinite, stop);
        });
        var access = where == "connect" ? TestConnections.AccessTo(((IPEndPoint)deaf.LocalEndpoint).Port, Authority) : TestConnections.AccessTo(server.Port, null);
        await Promptness.AssertAsync(async stop =>
        {
            server.Requests.Clear();
            using var connection = new KubernetesConnection(access, TestConnections.Quick);
            var reading = connection.ReadBytesAsync(new(HttpMethod.Get, "/version"), stop.Token);
            await Deadline.UntilAsync(() => where == "connect" ? deaf.Pending() : !server.Requests.IsEmpty);
            return await Promptness.CancelAsync(stop, reading);
        });
    }

    private async Task<KubernetesException> FailAsync(KubernetesConnection connection, ApiRequest? request = null)
    {
        var failure = await Assert.ThrowsAsync<KubernetesException>(
            () => connection.ReadBytesAsync(request ?? new(HttpMethod.Get, "/version")).WaitAsync(TimeSpan.FromMinutes(1)));
        output.WriteLine($"{failure.Reason,-20} {failure.Message}");
        return failure;
    }
}
