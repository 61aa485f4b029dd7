using System.Globalization;
using System.Text;
using Xunit.Abstractions;

namespace PodTools.Kubernetes.Tests.Pods;

/// <summary>A list is never in memory as a whole, however long it is.</summary>
[Collection(MeasuredAlone.Name)]
public sealed class ListMemoryTests(ITestOutputHelper output)
{
    private const int PageSize = 500;
    private const int Pages = 40;
    private static readonly string Padding = new('x', 2000);

    [Fact]
    public async Task Memory_stays_flat_while_pods_stream_through()
    {
        await using var server = new ScriptedServer(null, (request, stream, _) =>
            ScriptedServer.WriteAsync(stream, 200, Page(int.Parse(request.Query("continue") ?? "0", CultureInfo.InvariantCulture))));
        using var connection = TestConnections.To(server, null);
        var count = 0;
        long first = 0;
        long last = 0;

        await foreach (var pod in new PodClient(connection).ListAsync(null))
        {
            if (++count is 5 * PageSize or Pages * PageSize)
            {
                last = GC.GetTotalMemory(forceFullCollection: true);
                first = first == 0 ? last : first;
            }
        }

        output.WriteLine($"{count} pods, {first >> 20} MB after 5 pages, {last >> 20} MB after {Pages}");
        Assert.Equal(Pages * PageSize, count);
        Assert.InRange(last - first, long.MinValue, 20 << 20);
    }

    private static string Page(int page)
    {
        var text = new StringBuilder("{\"metadata\":{\"resourceVersion\":\"1\"");
        text.Append(page < Pages - 1 ? $",\"continue\":\"{page + 1}\"" : "").Append("},\"items\":[");
        for (var i = 0; i < PageSize; i++)
        {
            text.Append(i == 0 ? "" : ",").Append(CultureInfo.InvariantCulture, $$$"""{"metadata":{"name":"pod-{{{(page * PageSize) + i:000000}}}","namespace":"ns","annotations":{"x":"{{{Padding}}}"} } }""");
        }

        return text.Append("]}").ToString();
    }
}
