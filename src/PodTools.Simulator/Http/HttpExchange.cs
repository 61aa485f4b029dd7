using System.Globalization;
using System.Text;

namespace PodTools.Simulator.Http;

/// <summary>One request on a connection and the one answer to it: whole, as a stream of chunks, or an upgrade.</summary>
internal sealed class HttpExchange(HttpRequest request, ConnectionStream connection, CancellationToken aborted)
{
    public HttpRequest Request { get; } = request;

    /// <summary>Fires when the client has gone or the server stops. While an answer streams, the client is watched.</summary>
    public CancellationToken Aborted { get; } = aborted;

    /// <summary>The status that was sent, 0 before.</summary>
    public int Status { get; private set; }

    /// <summary>Whether the connection no longer speaks HTTP.</summary>
    public bool Upgraded { get; private set; }

    /// <summary>Whether the connection must close after this exchange.</summary>
    public bool MustClose { get; set; }

    /// <summary>Fields that go into whatever answer is sent, as warnings.</summary>
    public HttpHeaders ResponseHeaders { get; } = new();

    /// <summary>Cuts the connection once so many bytes of the answer, head included, are sent.</summary>
    public void CutAfter(long bytes) => connection.CutAfter(bytes);

    /// <summary>Answers with a body whose length is known.</summary>
    public async Task RespondAsync(int status, string? contentType, ReadOnlyMemory<byte> body)
    {
        if (status is not (204 or 304))
        {
            ResponseHeaders.Add("Content-Length", body.Length.ToString(CultureInfo.InvariantCulture));
        }

        await WriteHeadAsync(status, contentType).ConfigureAwait(false);
        if (Request.Method != "HEAD" && body.Length > 0)
        {
            await connection.WriteAsync(body, Aborted).ConfigureAwait(false);
        }

        await connection.FlushAsync(Aborted).ConfigureAwait(false);
    }

    /// <summary>Answers with a text.</summary>
    public Task RespondAsync(int status, string contentType, string body) =>
        RespondAsync(status, contentType, Encoding.UTF8.GetBytes(body));

    /// <summary>
    /// Begins an answer of unknown length. Every write to the stream is one chunk and is sent at once; disposing it
    /// ends the answer properly, so an answer that is cut short must not dispose it but throw.
    /// </summary>
    public async Task<Stream> StartResponseAsync(int status, string contentType)
    {
        ResponseHeaders.Add("Transfer-Encoding", "chunked");
        await WriteHeadAsync(status, contentType).ConfigureAwait(false);
        await connection.FlushAsync(Aborted).ConfigureAwait(false);
        return Request.Method == "HEAD" ? Stream.Null : new ChunkedWriteStream(connection);
    }

    /// <summary>Answers 101 and hands over the connection, including bytes that the client has already sent.</summary>
    /// <param name="protocol">The value of the Upgrade field, as <c>websocket</c>.</param>
    public async Task<Stream> UpgradeAsync(string protocol)
    {
        Upgraded = true;
        ResponseHeaders.Add("Upgrade", protocol);
        await WriteHeadAsync(101, null).ConfigureAwait(false);
        await connection.FlushAsync(Aborted).ConfigureAwait(false);
        return connection;
    }

    private async Task WriteHeadAsync(int status, string? contentType)
    {
        Status = status;
        var head = new StringBuilder()
            .Append(CultureInfo.InvariantCulture, $"HTTP/1.1 {status} {HttpStatusText.Of(status)}\r\n")
            .Append(Upgraded ? "Connection: Upgrade\r\n" : MustClose ? "Connection: close\r\n" : "");
        if (contentType is not null)
        {
            head.Append(CultureInfo.InvariantCulture, $"Content-Type: {contentType}\r\n");
        }

        foreach (var (name, value) in ResponseHeaders.Fields)
        {
            head.Append(CultureInfo.InvariantCulture, $"{name}: {value}\r\n");
        }

        head.Append(CultureInfo.InvariantCulture, $"Date: {DateTimeOffset.UtcNow:r}\r\n\r\n");
        await connection.WriteAsync(Encoding.UTF8.GetBytes(head.ToString()), Aborted).ConfigureAwait(false);
    }
}
