using System.Globalization;
using System.Text;

namespace PodTools.Simulator.Http;

/// <summary>Writes the chunked transfer coding: each write is a chunk of its own, disposing writes the last one.</summary>
internal sealed class ChunkedWriteStream(Stream connection) : WriteOnlyStream
{
    private static readonly byte[] LineEnd = "\r\n"u8.ToArray();
    private static readonly byte[] LastChunk = "0\r\n\r\n"u8.ToArray();
    private bool _ended;

    public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (buffer.Length == 0)
        {
            return; // an empty chunk would end the answer
        }

        var size = Encoding.ASCII.GetBytes(buffer.Length.ToString("x", CultureInfo.InvariantCulture) + "\r\n");
        var chunk = new byte[size.Length + buffer.Length + 2];
        size.CopyTo(chunk, 0);
        buffer.Span.CopyTo(chunk.AsSpan(size.Length));
        LineEnd.CopyTo(chunk, chunk.Length - 2);
        await connection.WriteAsync(chunk, cancellationToken).ConfigureAwait(false);
        await connection.FlushAsync(cancellationToken).ConfigureAwait(false);
    }

    public override async ValueTask DisposeAsync()
    {
        if (!_ended)
        {
            _ended = true;
            await connection.WriteAsync(LastChunk).ConfigureAwait(false);
            await connection.FlushAsync().ConfigureAwait(false);
        }

        await base.DisposeAsync().ConfigureAwait(false);
    }
}
