using System.Globalization;
using PodTools.Tests;
using Xunit.Abstractions;

namespace PodTools.Kubernetes.Tests.Http;

/// <summary>The retry table: what happens twice, and what never does.</summary>
public sealed class RetryTests(ITestOutputHelper output)
{
    [Theory]
    [InlineData("GET", "429 with Retry-After", 2, null)]
    [InlineData("POST", "429 with Retry-After", 2, null)]
    [InlineData("POST", "429 with Retry-After as a date", 2, null)]
    [InlineData("POST", "429", 1, "TooManyRequests")]
    [InlineData("GET", "429", 1, "TooManyRequests")]
    [InlineData("GET", "503", 2, null)]
    [InlineData("POST", "503", 1, "ServiceUnavailable")]
    [InlineData("POST", "503 with Retry-After", 1, "ServiceUnavailable")]
    [InlineData("GET", "500", 1, "InternalError")]
    [InlineData("GET", "500 with Retry-After", 2, null)]
    [InlineData("GET", "reset", 2, null)]
    [InlineData("POST", "reset", 1, KubernetesReason.ConnectionLost)]
    [InlineData("DELETE", "reset", 1, KubernetesReason.ConnectionLost)]
    [InlineData("PATCH", "reset", 1, KubernetesReason.ConnectionLost)]
    [InlineData("GET", "cut body", 2, null)]
    [InlineData("POST", "cut body", 1, KubernetesReason.ConnectionLost)]
    public async Task A_request_is_repeated_only_where_that_is_safe(string method, string fault, int sent, string? reason)
    {
        await using var server = new ScriptedServer(null, OnlyOnce(fault));
        using var connection = TestConnections.To(server, null);
        var request = new ApiRequest(new HttpMethod(method), "/api/v1/x");

        var failure = await Record.ExceptionAsync(() => connection.ReadBytesAsync(request).WaitAsync(TimeSpan.FromMinutes(1)));

        output.WriteLine($"{method,-6} {fault,-22} sent {server.Requests.Count} times, {failure?.Message ?? "success"}");
        Assert.Equal(reason, (failure as KubernetesException)?.Reason);
        Assert.Equal(sent, server.Requests.Count);
    }

    [Fact]
    public async Task Patience_has_an_end()
    {
        await using var server = new ScriptedServer(null, (_, stream, _) => ScriptedServer.WriteAsync(stream, 503, "later"));
        using var connection = TestConnections.To(server, null);

        await Assert.ThrowsAsync<KubernetesException>(() => connection.ReadBytesAsync(new(HttpMethod.Get, "/x")));

        Assert.Equal(TestConnections.Quick.MaxAttempts, server.Requests.Count);
    }

    [Fact]
    public async Task Who_never_answers_a_list_is_given_up_as_soon_as_anybody()
    {
        await using var server = new ScriptedServer(null, (_, _, _) => throw new ScriptedCutException());
        using var connection = TestConnections.To(server, null);

        var failure = await Assert.ThrowsAsync<KubernetesException>(() => new PodClient(connection).ListAsync("ns").ToListAsync());

        Assert.Equal(KubernetesReason.ConnectionLost, failure.Reason);
        Assert.Equal(TestConnections.Quick.MaxAttempts, server.Requests.Count);
    }

    [Fact]
    public async Task The_server_may_come_back_on_the_same_port()
    {
        var authority = new TestAuthority();
        var certificate = authority.Issue("localhost");
        using var port = new ReservedPort();
        var first = new ScriptedServer(certificate, (_, stream, _) => ScriptedServer.WriteAsync(stream, 200, "{}"), port);
        using var connection = TestConnections.To(first, authority);
        await connection.ReadBytesAsync(new(HttpMethod.Get, "/x"));
        await first.DisposeAsync();
        await using var second = new ScriptedServer(certificate, (_, stream, _) => ScriptedServer.WriteAsync(stream, 200, "[]"), port);

        Assert.Equal("[]"u8.ToArray(), (await connection.ReadBytesAsync(new(HttpMethod.Post, "/x"))).ToArray());
    }

    [Fact]
    public async Task Idle_connections_can_be_closed_while_others_work()
    {
        await using var server = new ScriptedServer(null, (_, stream, _) => ScriptedServer.WriteAsync(stream, 200, "{}"));
        using var connection = TestConnections.To(server, null);
        await connection.ReadBytesAsync(new(HttpMethod.Get, "/x"));
        connection.CloseOwnIdle();
        await connection.ReadBytesAsync(new(HttpMethod.Get, "/x"));
        Assert.Equal(2, server.Connections);

        using var done = new CancellationTokenSource();
        var closing = Task.Run(() =>
        {
            while (!done.IsCancellationRequested)
            {
                connection.CloseOwnIdle();
            }
        });
        try
        {
            await Parallel.ForEachAsync(Enumerable.Range(0, 200), async (_, stop) => await connection.ReadBytesAsync(new(HttpMethod.Post, "/x"), stop));
        }
        finally
        {
            await done.CancelAsync();
            await closing;
        }

        Assert.Equal(202, server.Requests.Count);
    }

    [Fact]
    public async Task Warnings_of_the_server_reach_who_asked()
    {
        await using var server = new ScriptedServer(null, (_, stream, _) => ScriptedServer.WriteAsync(
            stream, 200, "{}", headers: "Warning: 299 - \"use \\\"kubernetes.io/os\\\" instead\"\r\nWarning: 299 - \"second\"\r\n"));
        using var connection = TestConnections.To(server, null);
        var warnings = new List<string>();

        await connection.ReadBytesAsync(new(HttpMethod.Get, "/x") { OnWarning = warnings.Add });

        Assert.Equal(["use \"kubernetes.io/os\" instead", "second"], warnings);
    }

    private static ScriptedAnswer OnlyOnce(string fault)
    {
        var asked = 0;
        return async (_, stream, stop) =>
        {
            if (++asked > 1)
            {
                await ScriptedServer.WriteAsync(stream, 200, "{}");
                return;
            }

            switch (fault)
            {
                case "reset":
                    throw new ScriptedCutException();
                case "cut body":
                    await stream.WriteAsync("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{"u8.ToArray(), stop);
                    throw new ScriptedCutException();
                default:
                    var code = int.Parse(fault.Split(' ')[0], CultureInfo.InvariantCulture);
                    var when = fault.EndsWith("date", StringComparison.Ordinal) ? DateTimeOffset.UtcNow.ToString("r") : "0";
                    var headers = fault.Contains("Retry-After", StringComparison.Ordinal) ? $"Retry-After: {when}\r\n" : "";
                    await ScriptedServer.WriteAsync(stream, code, "", "text/plain", headers);
                    break;
            }
        };
    }
}
