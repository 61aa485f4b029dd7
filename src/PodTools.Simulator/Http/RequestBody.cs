using System.Globalization;

namespace PodTools.Simulator.Http;

/// <summary>The body of a request: so many bytes as Content-Length says, or chunks, or nothing.</summary>
internal sealed class RequestBody : ReadOnlyStream
{
    private const int MaxChunkLine = 1024;
    private readonly ConnectionStream _connection;
    private readonly bool _chunked;
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private long _left;
    private bool _inChunk;

    private RequestBody(ConnectionStream connection, bool chunked, long length)
    {
        _connection = connection;
        _chunked = chunked;
        _left = length;
        if (!chunked && length == 0)
        {
            _ended.SetResult();
        }
    }

    /// <summary>Completes when the last byte of the body has been read off the connection.</summary>
    public Task Ended => _ended.Task;

    /// <exception cref="HttpParseException">The length is not a number.</exception>
    public static RequestBody Of(HttpHeaders headers, ConnectionStream connection)
    {
        if (headers.HasToken("Transfer-Encoding", "chunked"))
        {
            return new RequestBody(connection, true, 0);
        }

        var text = headers["Content-Length"] ?? "0";
        return long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var length)
            ? new RequestBody(connection, false, length)
            : throw new HttpParseException(400, "malformed Content-Length");
    }

    /// <summary>Reads what the handler left, so that the next request begins where this one ends.</summary>
    public async Task DrainAsync(CancellationToken cancellation)
    {
        if (!Ended.IsCompleted)
        {
            await CopyToAsync(Null, cancellation).ConfigureAwait(false);
        }
    }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (Ended.IsCompleted || buffer.Length == 0)
        {
            return 0;
        }

        if (_chunked && _left == 0)
        {
            await NextChunkAsync(cancellationToken).ConfigureAwait(false);
            if (Ended.IsCompleted)
            {
                return 0;
            }
        }

        var slice = buffer[..(int)Math.Min(buffer.Length, _left)];
        var count = await _connection.ReadAsync(slice, cancellationToken).ConfigureAwait(false);
        if (count == 0)
        {
            throw new IOException("The connection ended within the body of a request.");
        }

        _left -= count;
        if (_left == 0 && !_chunked)
        {
            _ended.TrySetResult();
        }

        return count;
    }

    private async Task NextChunkAsync(CancellationToken cancellation)
    {
        if (_inChunk)
        {
            await LineAsync(cancellation).ConfigureAwait(false);
        }

        var size = (await LineAsync(cancellation).ConfigureAwait(false)).Split(';')[0].Trim();
        if (!long.TryParse(size, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out _left) || _left < 0)
        {
            throw new IOException("A chunk of a request body has no valid size.");
        }

        _inChunk = true;
        if (_left == 0)
        {
            while ((await LineAsync(cancellation).ConfigureAwait(false)).Length > 0)
            {
                // trailers say nothing that the API needs
            }

            _ended.TrySetResult();
        }
    }

    private async Task<string> LineAsync(CancellationToken cancellation) =>
        await _connection.ReadLineAsync(MaxChunkLine, cancellation).ConfigureAwait(false)
        ?? throw new IOException("The connection ended within the body of a request.");
}
