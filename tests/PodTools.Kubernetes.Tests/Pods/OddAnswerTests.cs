using System.IO.Compression;
using System.Text;

namespace PodTools.Kubernetes.Tests.Pods;

/// <summary>Answers that arrive well, and that no API server gives.</summary>
public sealed class OddAnswerTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    [Theory]
    [InlineData("""{"kind":"Banana","items":[]}""", "It is a Banana, and a list is expected here.")]
    [InlineData("""[1,2]""", "A list is expected here.")]
    [InlineData("""{"kind":"PodList"}""", "A list is expected here.")]
    public async Task A_list_that_is_none_is_no_empty_list(string answer, string fault)
    {
        await using var server = new ScriptedServer(null, (_, stream, _) => ScriptedServer.WriteAsync(stream, 200, answer));
        using var connection = TestConnections.To(server, null);

        await AssertInvalidAsync(new PodClient(connection).ListAsync("ns").ToListAsync(), fault);
    }

    [Theory]
    [InlineData("""{"kind":"Banana","metadata":{"name":"x"}}""", "It is a Banana, and a Pod is expected.")]
    [InlineData("""{"metadata":{"name":"x"}}""", "It has no kind.")]
    public async Task An_object_of_another_kind_is_no_pod(string answer, string fault)
    {
        await using var server = new ScriptedServer(null, (_, stream, _) => ScriptedServer.WriteAsync(stream, 200, answer));
        using var connection = TestConnections.To(server, null);

        await AssertInvalidAsync(new PodClient(connection).GetAsync("ns", "x"), fault);
    }

    [Fact]
    public async Task A_body_that_cannot_be_decompressed_is_named_so()
    {
        await using var server = new ScriptedServer(null, (_, stream, _) => ScriptedServer.WriteAsync(stream, 200, "\u001f no gzip", headers: "Content-Encoding: gzip\r\n"));
        using var connection = TestConnections.To(server, null);

        await AssertInvalidAsync(new PodClient(connection).GetAsync("ns", "x"), "It cannot be decompressed.");
    }

    // Of an endless object, only so much is ever held in memory.
    [Fact]
    public async Task An_object_without_end_is_refused_early()
    {
        await using var server = new ScriptedServer(null, (_, stream, stop) => WriteEndlesslyAsync(stream, stop));
        using var connection = TestConnections.To(server, null);

        await AssertInvalidAsync(new PodClient(connection).ListAsync("ns").ToListAsync(), "One of its values is larger than 32 MB.");
        await AssertInvalidAsync(new PodClient(connection).GetAsync("ns", "x"), "It is larger than 128 MB.");
    }

    [Fact]
    public void A_list_is_not_asked_for_again_when_the_pause_before_it_is_longer_than_the_time()
    {
        var attempts = new PageAttempts(new() { RequestTimeout = TimeSpan.FromSeconds(5), RetryDelay = TimeSpan.FromSeconds(20) });
        attempts.Answered();

        Assert.Null(attempts.Left);
        Assert.True(attempts.MayTryAgain());
        Assert.InRange(attempts.Left!.Value, TimeSpan.Zero, TimeSpan.FromSeconds(5));
        Assert.False(attempts.MayTryAgain());
    }

    private static async Task WriteEndlesslyAsync(Stream stream, CancellationToken stop)
    {
        await stream.WriteAsync(Encoding.ASCII.GetBytes("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Encoding: gzip\r\nContent-Length: 10000000000\r\n\r\n"), stop);
        await using var zip = new GZipStream(stream, CompressionLevel.Fastest);
        await zip.WriteAsync(Encoding.ASCII.GetBytes("{\"kind\":\"PodList\",\"items\":[{\"metadata\":{\"name\":\""), stop);
        var piece = new byte[1 << 20];
        Array.Fill(piece, (byte)'x');
        while (!stop.IsCancellationRequested)
        {
            await zip.WriteAsync(piece, stop);
        }
    }

    private static async Task AssertInvalidAsync(Task work, string fault)
    {
        var failure = await Assert.ThrowsAsync<KubernetesException>(() => work.WaitAsync(Patience));
        Assert.Equal(KubernetesReason.InvalidAnswer, failure.Reason);
        Assert.Contains(fault, failure.Message, StringComparison.Ordinal);
    }
}
