using PodTools.Tests;

namespace PodTools.Kubernetes.Tests.Http;

/// <summary>The time that a request has, with all its repetitions.</summary>
public sealed class TimeLimitTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan Short = TimeSpan.FromMilliseconds(300);

    [Fact]
    public async Task A_pause_that_does_not_fit_is_not_begun()
    {
        await using var server = new ScriptedServer(null, (_, stream, _) => ScriptedServer.WriteAsync(stream, 429, "", headers: "Retry-After: 3600\r\n"));
        using var connection = TestConnections.To(server, null);

        var failure = await FailAsync(connection, new(HttpMethod.Get, "/x"));

        Assert.Equal(("TooManyRequests", TimeSpan.FromHours(1), 1), (failure.Reason, failure.RetryAfter, server.Requests.Count));
    }

    [Fact]
    public async Task Nor_is_one_of_our_own_choosing_and_the_answer_that_came_is_the_error()
    {
        await using var server = new ScriptedServer(null, (_, stream, _) => ScriptedServer.WriteAsync(stream, 503, "later"));
        using var connection = TestConnections.To(server, null, TestConnections.Quick with { RetryDelay = TimeSpan.FromHours(1), MaxRetryDelay = TimeSpan.FromHours(1) });

        Assert.Equal("ServiceUnavailable", (await FailAsync(connection, new(HttpMethod.Get, "/x"))).Reason);
    }

    [Theory]
    [InlineData("GET", "")]
    [InlineData("POST", "HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{")]
    public async Task A_server_that_falls_silent_is_waited_for_so_long(string method, string answer)
    {
        await using var server = new ScriptedServer(null, async (_, stream, stop) =>
        {
            await stream.WriteAsync(System.Text.Encoding.ASCII.GetBytes(answer), stop);
            await Task.Delay(Timeout.Infinite, stop);
        });
        using var connection = TestConnections.To(server, null, TestConnections.Quick with { StallTimeout = Patience, ResponseTimeout = Patience });
        using var limit = RequestTimeLimit.Use(Short);

        var failure = await FailAsync(connection, new(new HttpMethod(method), "/x"));

        Assert.Equal(KubernetesReason.Timeout, failure.Reason);
        Assert.InRange(server.Requests.Count, 0, 1);
        Assert.Contains("0.3 seconds", failure.Message, StringComparison.Ordinal);
        Assert.Equal(method == "POST", failure.Message.Contains("not known", StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_limit_belongs_to_who_set_it()
    {
        using var go = new SemaphoreSlim(0);
        using var own = RequestTimeLimit.Use(Short);
        var other = Task.Run(async () =>
        {
            using var inner = RequestTimeLimit.Use(Patience);
            go.Release();
            await go.WaitAsync();
            return RequestTimeLimit.Current;
        });

        Assert.Equal(Short, RequestTimeLimit.Current);
        Assert.Equal(Patience, await other.WaitAsync(Patience));
        own.Dispose();
        Assert.Null(RequestTimeLimit.Current);
    }

    [Fact]
    public async Task A_server_that_has_answered_is_waited_for_when_it_is_away_and_no_other()
    {
        await using var server = new ScriptedServer(null, (_, stream, _) => ScriptedServer.WriteAsync(stream, 200, "{}"));
        await using var proxy = new FaultProxy(server.Port);
        var options = TestConnections.Quick with { RetryDelay = TimeSpan.FromMilliseconds(50), MaxAttempts = 200 };
        using var known = new KubernetesConnection(TestConnections.AccessTo(proxy.Port, null), options);
        using var stranger = new KubernetesConnection(TestConnections.AccessTo(proxy.Port, null), options with { RetryDelay = TimeSpan.FromDays(1) });
        await known.ReadBytesAsync(new(HttpMethod.Get, "/x"));
        await proxy.GoAwayAsync();

        var waiting = known.ReadBytesAsync(new(HttpMethod.Post, "/x"));
        Assert.Equal(KubernetesReason.ConnectionRefused, (await FailAsync(stranger, new(HttpMethod.Get, "/x"))).Reason);
        proxy.ComeBack();

        await waiting.WaitAsync(Patience);
        Assert.Equal(2, server.Requests.Count);
    }

    [Fact]
    public async Task The_time_that_somebody_takes_to_log_in_does_not_count()
    {
        await using var server = new ScriptedServer(null, (request, stream, _) => ScriptedServer.WriteAsync(stream, request.Headers["Authorization"] == "Bearer old" ? 401 : 200, "{}"));
        var clock = new ManualClock();
        using var connection = new KubernetesConnection(
            new()
            {
                Context = "test",
                Server = new Uri($"http://localhost:{server.Port}"),
                Trust = new(authorities: null, skipVerification: false),
                Credentials = new SlowCredentials(() => clock.Advance(TimeSpan.FromHours(1))),
            },
            TestConnections.Quick with { TimeProvider = clock });
        using var limit = RequestTimeLimit.Use(Patience);

        await connection.ReadBytesAsync(new(HttpMethod.Get, "/x")).WaitAsync(Patience);

        Assert.Equal(["Bearer old", "Bearer new"], server.Requests.Select(request => request.Headers["Authorization"]));
    }

    private static Task<KubernetesException> FailAsync(KubernetesConnection connection, ApiRequest request) =>
        Assert.ThrowsAsync<KubernetesException>(() => connection.ReadBytesAsync(request).WaitAsync(Patience));

    private sealed class SlowCredentials(Action passTime) : CredentialSource
    {
        internal override ValueTask<Credential> GetAsync(CancellationToken cancellationToken) => ObtainAsync("old", cancellationToken);

        internal override async ValueTask<Credential?> RenewAsync(Credential refused, CancellationToken cancellationToken) => await ObtainAsync("new", cancellationToken);

        private async ValueTask<Credential> ObtainAsync(string token, CancellationToken cancellationToken)
        {
            await Task.Yield();
            passTime();
            cancellationToken.ThrowIfCancellationRequested();
            return new(token, null);
        }
    }
}
