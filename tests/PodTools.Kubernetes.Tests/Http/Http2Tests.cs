using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Xunit.Abstractions;

namespace PodTools.Kubernetes.Tests.Http;

/// <summary>What goes over the wire where the server speaks HTTP/2, as API servers do, seen from the server's side.</summary>
public sealed class Http2Tests(ITestOutputHelper output)
{
    private const string NoPods = """{"kind":"PodList","apiVersion":"v1","metadata":{"resourceVersion":"1"},"items":[]}""";
    private const string Created = """{"kind":"Pod","apiVersion":"v1","metadata":{"name":"web","namespace":"ns"}}""";

    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    private readonly TestAuthority _authority = new();

    [Fact]
    public async Task Lists_watches_and_writes_share_one_connection()
    {
        await using var server = Serve(AnswerAsync);
        using var connection = Connect(server);

        await WithWatchesAsync(connection, 50, async pods =>
        {
            Assert.Empty(await pods.ListAsync("ns").ToListAsync());
            Assert.Equal("web", (await pods.CreateAsync("ns", SimulatedCluster.Manifest("web"))).Name);
        });

        output.WriteLine($"{server.Requests.Count} requests over {server.Peers.Count} connection");
        Assert.Equal(50, server.Requests.Count(IsWatch));
        Assert.Single(server.Peers);
    }

    [Fact]
    public async Task A_thousand_watches_take_as_many_connections_as_the_stream_limit_asks_for_and_hold_nothing_up()
    {
        await using var server = Serve(AnswerAsync, mostStreams: 100);
        using var connection = Connect(server);

        await WithWatchesAsync(connection, 1000, async pods => Assert.Empty(await pods.ListAsync("ns").ToListAsync()));

        output.WriteLine($"{server.Requests.Count(IsWatch)} watches over {server.Peers.Count} connections, {server.Peers.Max(peer => peer.MostOpen)} at once on one");
        Assert.InRange(server.Peers.Count, 10, 20);
        Assert.All(server.Peers, peer => Assert.InRange(peer.MostOpen, 0, 100));
    }

    /// <summary>What a server that says goodbye (GOAWAY) has not looked at is sent again; what it may have carried out is not.</summary>
    [Theory]
    [InlineData("POST", "goodbye before the request", 2, null)]
    [InlineData("POST", "stream refused", 2, null)]
    [InlineData("POST", "goodbye, then the answer", 1, null)]
    [InlineData("POST", "goodbye, then the end", 1, KubernetesReason.ConnectionLost)]
    [InlineData("PATCH", "goodbye, then the end", 1, KubernetesReason.ConnectionLost)]
    [InlineData("DELETE", "goodbye, then the end", 1, KubernetesReason.ConnectionLost)]
    [InlineData("GET", "goodbye, then the end", 2, null)]
    [InlineData("GET", "goodbye before the request", 2, null)]
    public async Task A_goodbye_loses_no_request_and_repeats_none(string method, string fault, int sent, string? reason)
    {
        var requests = 0;
        await using var server = Serve(request => Interlocked.Increment(ref requests) == 1 ? GoodbyeAsync(request, fault) : request.AnswerAsync(Created));
        using var connection = Connect(server);
        var body = method is "GET" or "DELETE" ? null : new JsonObject { ["kind"] = "Pod" };

        var failure = await Record.ExceptionAsync(() => connection.ReadBytesAsync(new(new(method), "/api/v1/x") { Body = body }).WaitAsync(Limit));

        output.WriteLine($"{method,-6} {fault,-26} sent {server.Requests.Count} times, {failure?.Message ?? "success"}");
        Assert.Equal(reason, (failure as KubernetesException)?.Reason);
        Assert.Equal(sent, server.Requests.Count);
        Assert.NotEmpty((await connection.ReadBytesAsync(new(HttpMethod.Get, "/api/v1/x")).WaitAsync(Limit)).ToArray());
    }

    [Theory]
    [InlineData("goodbye, then the end")]
    [InlineData("goodbye, then the end of the watch")]
    [InlineData("goodbye that gives the watch up")]
    public async Task A_watch_goes_on_after_a_goodbye(string fault)
    {
        await using var server = Serve(AnswerAsync);
        using var connection = Connect(server);
        using var stop = new CancellationTokenSource(Limit);

        await using var changes = new PodClient(connection).WatchAsync("ns", cancellationToken: stop.Token).GetAsyncEnumerator();
        Assert.True(await changes.MoveNextAsync());
        var first = server.Requests.Single(IsWatch);
        await EndWatchAsync(first, fault);
        Assert.True(await changes.MoveNextAsync());

        var second = server.Requests.Single(request => IsWatch(request) && request != first);
        Assert.Equal("3", changes.Current.Pod.Metadata!.ResourceVersion);
        Assert.Equal(2, WatchedFrom(second));
        Assert.NotSame(first.Peer, second.Peer);
    }

    [Fact]
    public async Task A_server_that_speaks_only_the_older_version_is_spoken_to_in_that()
    {
        await using var server = new ScriptedServer(_authority.Issue("localhost"), (_, stream, _) => ScriptedServer.WriteAsync(stream, 200, NoPods));
        using var connection = TestConnections.To(server, _authority);

        using var answer = await connection.SendAsync(new(HttpMethod.Get, "/api/v1/pods")).WaitAsync(Limit);

        Assert.Equal(new Version(1, 1), answer.Version);
        Assert.Empty(await new PodClient(connection).ListAsync("ns").ToListAsync());
    }

    private static bool IsWatch(Http2Request request) => request.Path.Contains("watch=", StringComparison.Ordinal);

    private static int WatchedFrom(Http2Request watch) => int.Parse(Regex.Match(watch.Path, "resourceVersion=([0-9]+)").Groups[1].Value, CultureInfo.InvariantCulture);

    private static string ChangeAfter(int version) =>
        $$$$"""{"type":"ADDED","object":{"kind":"Pod","apiVersion":"v1","metadata":{"name":"web","namespace":"ns","uid":"1","resourceVersion":"{{{{version + 1}}}}"}}}""";

    private static Task GoodbyeAsync(Http2Request request, string fault) => fault switch
    {
        "stream refused" => request.RefuseAsync(),
        "goodbye before the request" => EndAsync(request, lastStream: 0),
        "goodbye, then the answer" => AnswerAfterGoodbyeAsync(request),
        _ => EndAsync(request, request.Stream),
    };

    /// <summary>Says goodbye while a watch is open, and ends that in one of the ways in which it can end.</summary>
    private static async Task EndWatchAsync(Http2Request watch, string fault)
    {
        await watch.Peer.GoAwayAsync(fault == "goodbye that gives the watch up" ? 0 : watch.Stream);
        switch (fault)
        {
            case "goodbye, then the end of the watch":
                await watch.SendAsync("", end: true);
                break;
            case "goodbye, then the end":
                watch.Peer.Dispose();
                break;
        }
    }

    private static async Task EndAsync(Http2Request request, int lastStream)
    {
        await request.Peer.GoAwayAsync(lastStream);
        request.Peer.Dispose();
    }

    private static async Task AnswerAfterGoodbyeAsync(Http2Request request)
    {
        await request.Peer.GoAwayAsync(request.Stream);
        await request.AnswerAsync(Created);
    }

    /// <summary>Answers a watch with the change after the version it asks for and leaves it open, a list with no pods, a creation with the pod.</summary>
    private static async Task AnswerAsync(Http2Request request)
    {
        if (IsWatch(request))
        {
            await request.BeginAsync();
            await request.SendAsync(ChangeAfter(WatchedFrom(request)) + "\n");
        }
        else
        {
            await request.AnswerAsync(request.Method == "POST" ? Created : NoPods);
        }
    }

    /// <summary>Does something while so many watches are open, each of which has seen its first change.</summary>
    private static async Task WithWatchesAsync(KubernetesConnection connection, int count, Func<PodClient, Task> work)
    {
        var pods = new PodClient(connection);
        using var stop = new CancellationTokenSource();
        var open = 0;
        var all = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var watches = Enumerable.Range(0, count).Select(async _ =>
        {
            await foreach (var change in pods.WatchAsync("ns", cancellationToken: stop.Token))
            {
                if (Interlocked.Increment(ref open) == count)
                {
                    all.SetResult();
                }
            }
        }).ToList();
        await (await Task.WhenAny([all.Task, .. watches])).WaitAsync(Limit);
        Assert.Equal(count, open);
        await work(pods).WaitAsync(Limit);
        await stop.CancelAsync();
        await Task.WhenAll(watches).WaitAsync(Limit).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    private Http2Server Serve(Func<Http2Request, Task> answer, int mostStreams = 100) => new(_authority.Issue("localhost"), answer, mostStreams);

    private KubernetesConnection Connect(Http2Server server) => new(TestConnections.AccessTo(server.Port, _authority), TestConnections.Quick);
}
