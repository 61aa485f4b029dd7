using System.Globalization;

namespace PodTools.Kubernetes.Tests.Pods;

/// <summary>What a list asks the server for.</summary>
public sealed class ListRequestTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    [Theory]
    [InlineData(1, "1")]
    [InlineData(500, "500")]
    [InlineData(700, "500,200")]
    [InlineData(null, "500,500,500")]
    public async Task No_more_is_asked_for_than_is_wanted(int? most, string limits)
    {
        await using var server = new ScriptedServer(null, (request, stream, _) => ScriptedServer.WriteAsync(stream, 200, Page(request)));
        using var connection = TestConnections.To(server, null);

        var pods = await new PodClient(connection).ListAsync("ns", new PodQuery { Most = most }).ToListAsync().WaitAsync(Patience);

        Assert.Equal(most ?? 1500, pods.Count);
        Assert.Equal(limits.Split(','), server.Requests.Select(request => request.Query("limit")));
    }

    [Fact]
    public async Task Names_alone_are_asked_for_as_metadata()
    {
        await using var server = new ScriptedServer(null, (request, stream, _) => ScriptedServer.WriteAsync(stream, 200, Page(request)));
        using var connection = TestConnections.To(server, null);

        await new PodClient(connection).ListAsync("ns", new PodQuery { Most = 1, MetadataOnly = true }).ToListAsync().WaitAsync(Patience);

        Assert.StartsWith("application/json;as=PartialObjectMetadataList;g=meta.k8s.io;v=v1,", server.Requests.Single().Header("Accept"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_page_is_asked_for_when_the_first_object_of_the_last_one_has_been_taken()
    {
        await using var server = new ScriptedServer(null, (request, stream, _) => ScriptedServer.WriteAsync(stream, 200, Page(request)));
        using var connection = TestConnections.To(server, null);

        await foreach (var _ in new PodClient(connection).ListAsync("ns").WithCancellation(new CancellationTokenSource(Patience).Token))
        {
            break;
        }

        Assert.Single(server.Requests);
    }

    // A collection of 1,500.
    private static string Page(ScriptedRequest request)
    {
        var start = int.Parse(request.Query("continue") ?? "0", CultureInfo.InvariantCulture);
        var end = start + int.Parse(request.Query("limit")!, CultureInfo.InvariantCulture);
        var items = Enumerable.Range(start, end - start).Select(i => $$$"""{"metadata":{"name":"pod-{{{i:0000}}}","namespace":"ns"}}""");
        var next = end < 1500 ? $",\"continue\":\"{end}\"" : "";
        return $$"""{"kind":"PodList","metadata":{"resourceVersion":"1"{{next}}},"items":[{{string.Join(',', items)}}]}""";
    }
}
