using System.Text.Json;

namespace PodTools.Kubernetes;

/// <summary>
/// The body of a watch: one JSON object a line, <c>{"type":...,"object":...}</c>. A line that breaks off counts as not
/// received; the server sends it again when the watch resumes.
/// </summary>
/// <param name="body">The body, with the patience for a watch that has nothing to say.</param>
/// <param name="request">The request, for errors.</param>
/// <param name="server">The server, for errors.</param>
/// <param name="stall">How long the rest of a line may take: a server that has begun one has all of it.</param>
internal sealed class WatchStream(WatchfulStream body, ApiRequest request, Uri server, TimeSpan stall) : IAsyncDisposable
{
    private readonly ReceiveBuffer _buffer = new(body, request, server);
    private readonly TimeSpan _silence = body.Patience;
    private int _searched;

    public ValueTask DisposeAsync() => body.DisposeAsync();

    /// <summary>Reads the next event.</summary>
    /// <returns>The event, valid until the next one is read; null when the server has ended the watch.</returns>
    internal async ValueTask<WatchLine?> ReadAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            if (NextLine() is { } line)
            {
                if (!line.Span.Trim(" \r"u8).IsEmpty)
                {
                    return Parse(line);
                }
            }
            else if (!await ReceiveAsync(cancellationToken).ConfigureAwait(false))
            {
                return null;
            }
        }
    }

    private ValueTask<bool> ReceiveAsync(CancellationToken cancellationToken)
    {
        body.Patience = _buffer.Unused.IsEmpty ? _silence : stall;
        return _buffer.ReceiveAsync(cancellationToken);
    }

    private ReadOnlyMemory<byte>? NextLine()
    {
        var unused = _buffer.Unused;
        var newline = unused.Span[_searched..].IndexOf((byte)'\n');
        if (newline < 0)
        {
            _searched = unused.Length;
            return null;
        }

        var line = unused[..(_searched + newline)];
        _buffer.Use(line.Length + 1);
        _searched = 0;
        return line;
    }

    private WatchLine Parse(ReadOnlyMemory<byte> line)
    {
        try
        {
            return WatchLine.Parse(line);
        }
        catch (JsonException e)
        {
            throw AnswerJson.Unreadable(request, server, e);
        }
    }
}
