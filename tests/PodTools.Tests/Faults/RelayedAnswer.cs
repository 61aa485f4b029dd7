using System.Net.Security;
using System.Text;

namespace PodTools.Tests.Faults;

/// <summary>An answer of the cluster on its way to the client.</summary>
internal sealed class RelayedAnswer(HttpResponseMessage answer, SslStream client, RelayFault fault)
{
    private const int SlowPiece = 7;

    /// <summary>Passes on the head and the body, in pieces as they come.</summary>
    /// <returns>Whether the connection goes on.</returns>
    public async Task<bool> PassAsync(CancellationToken stop)
    {
        await WriteHeadAsync(answer.StatusCode == System.Net.HttpStatusCode.NoContent ? "" : "Transfer-Encoding: chunked\r\n", stop);
        await using var body = await answer.Content.ReadAsStreamAsync(stop);
        var buffer = new byte[fault == RelayFault.Slow ? SlowPiece : 16 * 1024];
        while (await body.ReadAsync(buffer, stop) is var read and > 0)
        {
            var piece = buffer.AsMemory(0, read);
            if (fault is RelayFault.Truncated or RelayFault.Stalled)
            {
                await WriteChunkAsync(piece[..(read / 2)], stop);
                await Task.Delay(fault == RelayFault.Stalled ? Timeout.Infinite : 0, stop);
                return false;
            }

            if (fault == RelayFault.Corrupt && piece.Span.IndexOf((byte)'{') is var place and >= 0)
            {
                piece.Span[place] = (byte)'#';
            }

            await WriteChunkAsync(piece, stop);
        }

        await client.WriteAsync("0\r\n\r\n"u8.ToArray(), stop);
        return true;
    }

    /// <summary>Passes on a connection that has been switched to another protocol.</summary>
    /// <returns>That nothing comes after it.</returns>
    public async Task<bool> PassStreamAsync(CancellationToken stop)
    {
        await WriteHeadAsync("Connection: Upgrade\r\n", stop);
        await using var server = await answer.Content.ReadAsStreamAsync(stop);
        using var done = CancellationTokenSource.CreateLinkedTokenSource(stop);
        var up = client.CopyToAsync(server, done.Token);
        var down = CopyDownAsync(server, done.Token);
        await Task.WhenAny(up, down);
        await done.CancelAsync();
        await Task.WhenAll(up, down).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        return false;
    }

    private async Task CopyDownAsync(Stream server, CancellationToken stop)
    {
        var buffer = new byte[fault == RelayFault.Slow ? SlowPiece : 16 * 1024];
        while (await server.ReadAsync(buffer, stop) is var read and > 0)
        {
            if (fault is RelayFault.Truncated or RelayFault.Corrupt)
            {
                // Nothing protects the payload of a WebSocket message; a first byte that is none spoils the stream as such.
                buffer[0] = fault == RelayFault.Corrupt ? (byte)0xFF : buffer[0];
                await client.WriteAsync(buffer.AsMemory(0, (read + 1) / 2), stop);
                return;
            }

            await client.WriteAsync(buffer.AsMemory(0, read), stop);
        }
    }

    private async Task WriteHeadAsync(string headers, CancellationToken stop)
    {
        var head = new StringBuilder($"HTTP/1.1 {(int)answer.StatusCode} {answer.ReasonPhrase}\r\n{headers}");
        foreach (var (name, values) in answer.Headers.NonValidated.Concat(answer.Content.Headers.NonValidated))
        {
            if (name is not ("Transfer-Encoding" or "Content-Length" or "Connection"))
            {
                head.Append(name).Append(": ").AppendJoin(", ", values).Append("\r\n");
            }
        }

        await client.WriteAsync(Encoding.ASCII.GetBytes(head.Append("\r\n").ToString()), stop);
    }

    private async Task WriteChunkAsync(ReadOnlyMemory<byte> bytes, CancellationToken stop)
    {
        if (!bytes.IsEmpty)
        {
            await client.WriteAsync(Encoding.ASCII.GetBytes($"{bytes.Length:x}\r\n").Concat(bytes.ToArray()).Concat("\r\n"u8.ToArray()).ToArray(), stop);
        }
    }
}
