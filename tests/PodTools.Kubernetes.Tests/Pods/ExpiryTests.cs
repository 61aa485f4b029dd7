using System.Globalization;

namespace PodTools.Kubernetes.Tests.Pods;

/// <summary>What happens when a server no longer keeps the history that a list or a watch builds on (410).</summary>
public sealed class ExpiryTests
{
    private const string Expired = """{"kind":"Status","metadata":{TOKEN},"status":"Failure","message":"too old","reason":"Expired","code":410}""";

    [Theory]
    [InlineData("\"continue\":\"rest\"")]
    [InlineData("")]
    public async Task A_list_goes_on_with_what_there_is_and_says_so(string token)
    {
        var begun = 0;
        await using var server = new ScriptedServer(null, (request, stream, _) => request.Query("continue") switch
        {
            null when ++begun == 1 => ScriptedServer.WriteAsync(stream, 200, Page("10", "old", "a", "b")),
            null => ScriptedServer.WriteAsync(stream, 200, Page("20", null, "a", "b", "c", "d")),
            "old" => ScriptedServer.WriteAsync(stream, 410, Expired.Replace("TOKEN", token, StringComparison.Ordinal)),
            _ => ScriptedServer.WriteAsync(stream, 200, Page("20", null, "c", "d")),
        });
        using var connection = TestConnections.To(server, null);
        var warnings = new List<string>();

        var pods = await new PodClient(connection, warnings.Add).ListAsync("default").ToListAsync().WaitAsync(TimeSpan.FromMinutes(1));

        Assert.Equal(["a", "b", "c", "d"], pods.Select(p => p.Name));
        Assert.Contains("no longer keeps the state", Assert.Single(warnings), StringComparison.Ordinal);
        Assert.Equal(token.Length > 0 ? 1 : 2, begun);
    }

    [Fact]
    public async Task A_watch_compares_and_marks_what_it_finds()
    {
        var lists = 0;
        var watches = 0;
        await using var server = new ScriptedServer(null, async (request, stream, stop) =>
        {
            if (request.Query("watch") is null)
            {
                await ScriptedServer.WriteAsync(stream, 200, ++lists == 1
                    ? """{"metadata":{"resourceVersion":"10"},"items":[{"metadata":{"name":"goes","uid":"1","resourceVersion":"1"}},{"metadata":{"name":"stays","uid":"2","resourceVersion":"2"}},{"metadata":{"name":"turns","uid":"3","resourceVersion":"3"}}]}"""
                    : """{"metadata":{"resourceVersion":"20"},"items":[{"metadata":{"name":"new","uid":"4","resourceVersion":"15"}},{"metadata":{"name":"stays","uid":"2","resourceVersion":"2"}},{"metadata":{"name":"turns","uid":"3","resourceVersion":"16"}}]}""");
                return;
            }

            await ScriptedServer.BeginChunksAsync(stream);
            if (++watches == 1)
            {
                await ScriptedServer.WriteChunkAsync(stream, """{"type":"BOOKMARK","object":{"kind":"Pod","metadata":{"resourceVersion":"12"}}}""" + "\n");
                await stream.WriteAsync("0\r\n\r\n"u8.ToArray(), stop);
            }
            else if (watches == 2)
            {
                await ScriptedServer.WriteChunkAsync(stream, """{"type":"ERROR","object":""" + Expired.Replace("TOKEN", "", StringComparison.Ordinal) + "}\n");
                await stream.WriteAsync("0\r\n\r\n"u8.ToArray(), stop);
            }
            else
            {
                await ScriptedServer.WriteChunkAsync(stream, """{"type":"MODIFIED","object":{"metadata":{"name":"stays","uid":"2","resourceVersion":"21"}}}""" + "\n");
                await Task.Delay(Timeout.Infinite, stop);
            }
        });
        using var connection = TestConnections.To(server, null);
        using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(1));
        var warnings = new List<string>();
        var seen = new List<string>();

        await foreach (var change in new PodClient(connection, warnings.Add).WatchAsync("default", cancellationToken: limit.Token))
        {
            seen.Add($"{(change.Synthetic ? "*" : "")}{change.Type} {change.Pod.Name}");
            if (change.Pod.Metadata!.ResourceVersion == "21")
            {
                break;
            }
        }

        Assert.Equal(["Added goes", "Added stays", "Added turns", "*Added new", "*Modified turns", "*Deleted goes", "Modified stays"], seen);
        Assert.Equal(["10", "12", "20"], server.Requests.Where(r => r.Query("watch") is not null).Select(r => r.Query("resourceVersion")));
        Assert.Contains("no longer keeps the changes", Assert.Single(warnings), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_server_that_keeps_no_history_at_all_is_not_asked_without_a_pause()
    {
        await using var server = new ScriptedServer(null, (request, stream, _) => request.Query("watch") is not null
            ? ScriptedServer.WriteAsync(stream, 410, Expired.Replace("TOKEN", "", StringComparison.Ordinal))
            : ScriptedServer.WriteAsync(stream, 200, Page("10", null, "a")));
        using var connection = TestConnections.To(server, null, TestConnections.Quick with { TimeProvider = new HeldClock() });
        using var stop = new CancellationTokenSource(TimeSpan.FromMinutes(1));
        var watching = new PodClient(connection).WatchAsync("default", cancellationToken: stop.Token).ToListAsync();
        int Watches() => server.Requests.Count(request => request.Query("watch") is not null);

        await Deadline.UntilAsync(() => Watches() == 2);
        for (var i = 0; i < 5; i++)
        {
            await new PodClient(connection).ListAsync("default").ToListAsync().WaitAsync(stop.Token);
        }

        Assert.Equal(2, Watches());
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => watching);
    }

    [Theory]
    [InlineData(403, "Forbidden")]
    [InlineData(401, "Unauthorized")]
    [InlineData(400, "BadRequest")]
    public async Task A_watch_that_is_refused_ends(int code, string reason)
    {
        await using var server = new ScriptedServer(null, (request, stream, _) => request.Query("watch") is null
            ? ScriptedServer.WriteAsync(stream, 200, Page("10", null, "a"))
            : ScriptedServer.WriteAsync(stream, code, "", "text/plain"));
        using var connection = TestConnections.To(server, null);

        var refusal = await Assert.ThrowsAsync<KubernetesException>(
            () => new PodClient(connection).WatchAsync("default").ToListAsync().WaitAsync(TimeSpan.FromMinutes(1)));

        Assert.Equal(reason, refusal.Reason);
    }

    [Fact]
    public async Task A_watch_outlives_a_server_that_is_away_for_a_while()
    {
        var away = 2;
        await using var server = new ScriptedServer(null, async (request, stream, stop) =>
        {
            var version = int.Parse(request.Query("resourceVersion") ?? "0", CultureInfo.InvariantCulture);
            if (request.Query("watch") is null)
            {
                await ScriptedServer.WriteAsync(stream, 200, Page("10", null, "a"));
            }
            else if (version == 11 && away-- > 0)
            {
                await ScriptedServer.WriteAsync(stream, 500, "etcd is away", "text/plain");
            }
            else
            {
                await ScriptedServer.BeginChunksAsync(stream);
                await ScriptedServer.WriteChunkAsync(
                    stream, $$$$"""{"type":"ADDED","object":{"metadata":{"name":"p{{{{version}}}}","uid":"{{{{version}}}}","resourceVersion":"{{{{version + 1}}}}"}}}""" + "\n{\"type\":\"ADD");
                throw new IOException("the server is killed");
            }
        });
        using var connection = TestConnections.To(server, null);
        using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(1));
        var seen = new List<string?>();

        await foreach (var change in new PodClient(connection).WatchAsync("default", cancellationToken: limit.Token))
        {
            seen.Add(change.Pod.Name);
            if (seen.Count == 3)
            {
                break;
            }
        }

        Assert.Equal(["a", "p10", "p11"], seen);
    }

    private static string Page(string version, string? token, params string[] names)
    {
        var items = string.Join(',', names.Select((n, i) => $$$"""{"metadata":{"name":"{{{n}}}","uid":"{{{n}}}","resourceVersion":"{{{i + 1}}}"}}"""));
        var next = token is null ? "" : $",\"continue\":\"{token}\"";
        return $$$"""{"kind":"PodList","metadata":{"resourceVersion":"{{{version}}}"{{{next}}} },"items":[{{{items}}}]}""";
    }
}
