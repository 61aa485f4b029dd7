using System.Globalization;
using System.Text;

namespace PodTools.Simulator.Http;

/// <summary>Takes requests off one connection, one after the other, until either side closes it or it is upgraded.</summary>
internal sealed class HttpConnection(ConnectionStream stream, Func<HttpExchange, Task> handler)
{
    private const int MaxLine = 64 * 1024;
    private const int MaxFields = 200;
    private static readonly byte[] Continue = "HTTP/1.1 100 Continue\r\n\r\n"u8.ToArray();

    /// <summary>Serves until the connection ends. Every exchange is over when it returns.</summary>
    public async Task ServeAsync(CancellationToken stopping)
    {
        try
        {
            while (await stream.ReadLineAsync(MaxLine, stopping).ConfigureAwait(false) is { } line)
            {
                if (line.Length > 0 && !await ServeOneAsync(line, stopping).ConfigureAwait(false))
                {
                    return;
                }
            }
        }
        catch (HttpParseException refused)
        {
            await RefuseAsync(refused, stopping).ConfigureAwait(false);
        }
    }

    /// <summary>Serves one request; whether the connection can take another.</summary>
    private async Task<bool> ServeOneAsync(string requestLine, CancellationToken stopping)
    {
        using var aborted = CancellationTokenSource.CreateLinkedTokenSource(stopping);
        var (exchange, body) = await ReadRequestAsync(requestLine, aborted.Token).ConfigureAwait(false);
        var watching = WatchForEndAsync(body, exchange, aborted);
        try
        {
            await handler(exchange).ConfigureAwait(false);
            await body.DrainAsync(stopping).ConfigureAwait(false);
        }
        finally
        {
            await aborted.CancelAsync().ConfigureAwait(false);
            await watching.ConfigureAwait(false);
        }

        return !exchange.Upgraded && !exchange.MustClose;
    }

    private async Task<(HttpExchange Exchange, RequestBody Body)> ReadRequestAsync(string requestLine, CancellationToken aborted)
    {
        var parts = requestLine.Split(' ');
        if (parts.Length != 3 || !parts[2].StartsWith("HTTP/1.", StringComparison.Ordinal))
        {
            throw new HttpParseException(400, "malformed request line");
        }

        var headers = await ReadHeadersAsync(aborted).ConfigureAwait(false);
        var target = parts[1].Split('?', 2);
        var body = RequestBody.Of(headers, stream);
        if (headers.HasToken("Expect", "100-continue"))
        {
            await stream.WriteAsync(Continue, aborted).ConfigureAwait(false);
            await stream.FlushAsync(aborted).ConfigureAwait(false);
        }

        var query = new QueryParameters(target.Length == 2 ? target[1] : "");
        var request = new HttpRequest(parts[0], Uri.UnescapeDataString(target[0]), query, headers, body);
        var mustClose = headers.HasToken("Connection", "close") || parts[2] == "HTTP/1.0";
        return (new HttpExchange(request, stream, aborted) { MustClose = mustClose }, body);
    }

    private async Task<HttpHeaders> ReadHeadersAsync(CancellationToken aborted)
    {
        var headers = new HttpHeaders();
        for (var count = 0; ; count++)
        {
            var line = await stream.ReadLineAsync(MaxLine, aborted).ConfigureAwait(false)
                ?? throw new HttpParseException(400, "the request ends within its head");
            if (line.Length == 0)
            {
                return headers;
            }

            var colon = line.IndexOf(':', StringComparison.Ordinal);
            if (colon <= 0 || count == MaxFields)
            {
                throw new HttpParseException(colon <= 0 ? 400 : 431, "malformed header fields");
            }

            headers.Add(line[..colon], line[(colon + 1)..].Trim());
        }
    }

    // A client that goes away while its answer is being made or streamed shows only as the end of what it sends.
    private async Task WatchForEndAsync(RequestBody body, HttpExchange exchange, CancellationTokenSource aborted)
    {
        try
        {
            await body.Ended.WaitAsync(aborted.Token).ConfigureAwait(false);
            var more = exchange.Upgraded || await stream.WatchAsync(aborted.Token).ConfigureAwait(false);
            if (!more)
            {
                exchange.MustClose = true;
                await aborted.CancelAsync().ConfigureAwait(false);
            }
        }
        catch (Exception gone) when (gone is IOException or OperationCanceledException or ObjectDisposedException)
        {
            exchange.MustClose |= gone is not OperationCanceledException;
            await aborted.CancelAsync().ConfigureAwait(false);
        }
    }

    private async Task RefuseAsync(HttpParseException refused, CancellationToken stopping)
    {
        var answer = string.Create(
            CultureInfo.InvariantCulture,
            $"HTTP/1.1 {refused.Status} {HttpStatusText.Of(refused.Status)}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n");
        await stream.WriteAsync(Encoding.ASCII.GetBytes(answer), stopping).ConfigureAwait(false);
        await stream.FlushAsync(stopping).ConfigureAwait(false);
    }
}
