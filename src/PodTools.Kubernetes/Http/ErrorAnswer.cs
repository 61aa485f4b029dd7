using System.Net;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace PodTools.Kubernetes;

/// <summary>
/// Reads the explanation out of an answer that is no success. An API server sends a Status; a kubelet behind it plain text;
/// a proxy or load balancer before it a page of HTML or nothing.
/// </summary>
internal static partial class ErrorAnswer
{
    private const int LongestExplanation = 1 << 20;
    private const int LongestExcerpt = 500;

    internal static async Task<KubernetesException> ReadAsync(
        HttpResponseMessage response, ClusterAccess access, ConnectionOptions options, CancellationToken cancellationToken)
    {
        var body = await ReadBodyAsync(response, options, cancellationToken).ConfigureAwait(false);
        var status = ParseStatus(body) ?? MakeStatus(response, body);
        status.Reason ??= ReasonOf(response);
        status.Code ??= (int)response.StatusCode;
        if (response.StatusCode == HttpStatusCode.Unauthorized)
        {
            status.Message = $"The API server {access.Server} does not accept the credentials of {access.UserText}: {status.Message}. Log in again, or choose another context.";
        }

        return new(status, response.StatusCode) { RetryAfter = RetryAfter(response, status, options) };
    }

    /// <summary>Reads a Status out of JSON text.</summary>
    /// <returns>The status, or null when the text is something else.</returns>
    internal static Status? ParseStatus(ReadOnlySpan<byte> body)
    {
        if (body.IsEmpty || body[0] != '{')
        {
            return null;
        }

        try
        {
            return KubernetesJson.Deserialize<Status>(body) is { Kind: "Status" or null, Message: not null } status ? status : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static async Task<byte[]> ReadBodyAsync(HttpResponseMessage response, ConnectionOptions options, CancellationToken cancellationToken)
    {
        using var patience = new CancellationTokenSource(options.StallLimit, options.TimeProvider);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, cancellationToken);
        var text = new MemoryStream();
        try
        {
            var stream = await response.Content.ReadAsStreamAsync(either.Token).ConfigureAwait(false);
            await using (stream.ConfigureAwait(false))
            {
                var buffer = new byte[8192];
                while (text.Length < LongestExplanation && await stream.ReadAsync(buffer, either.Token).ConfigureAwait(false) is var read and > 0)
                {
                    text.Write(buffer, 0, read);
                }
            }
        }
        catch (Exception e) when (e is IOException or HttpRequestException || (e is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            // The status code alone is still an answer; what came of the explanation is shown as far as it goes.
        }

        return text.ToArray();
    }

    private static Status MakeStatus(HttpResponseMessage response, byte[] body)
    {
        var text = Excerpt(response, Encoding.UTF8.GetString(body));
        var code = $"HTTP {(int)response.StatusCode} {response.ReasonPhrase}";
        return new Status
        {
            Kind = "Status",
            ApiVersion = "v1",
            Result = "Failure",
            Code = (int)response.StatusCode,
            Message = (text.Length == 0 ? $"The server answered {code}, without an explanation" : $"The server answered {code}: {text}")
                + (ReasonOf(response) == KubernetesReason.InvalidAnswer ? $"{(text.EndsWith('.') ? "" : ".")} Is this the address of an API server?" : ""),
        };
    }

    private static string Excerpt(HttpResponseMessage response, string text)
    {
        if (IsPage(response))
        {
            var title = Title().Match(text);
            text = Tag().Replace(title.Success ? title.Groups[1].Value : text, " ");
        }

        text = WhiteSpace().Replace(text, " ").Trim();
        return text.Length <= LongestExcerpt ? text : text[..LongestExcerpt] + "...";
    }

    private static bool IsPage(HttpResponseMessage response) => response.Content.Headers.ContentType?.MediaType == "text/html";

    private static TimeSpan? RetryAfter(HttpResponseMessage response, Status status, ConnectionOptions options) =>
        RetryHandler.RetryAfter(response, options.TimeProvider)
        ?? (status.Details?.RetryAfterSeconds is { } seconds ? TimeSpan.FromSeconds(seconds) : null);

    private static string ReasonOf(HttpResponseMessage response) => response.StatusCode switch
    {
        HttpStatusCode.BadRequest => "BadRequest",
        HttpStatusCode.Unauthorized => "Unauthorized",
        // An API server says it in a Status, a kubelet in plain text. A page for people comes from something in between.
        HttpStatusCode.Forbidden when IsPage(response) => KubernetesReason.InvalidAnswer,
        HttpStatusCode.Forbidden => "Forbidden",
        // Only a Status says that an object does not exist; a kubelet, which has none to send, is asked over WebSockets only.
        // Anything else says that the address is wrong, and a pod is not gone because of that.
        HttpStatusCode.NotFound when response.RequestMessage?.IsUpgrade() == true => "NotFound",
        HttpStatusCode.NotFound => KubernetesReason.InvalidAnswer,
        HttpStatusCode.MethodNotAllowed => "MethodNotAllowed",
        HttpStatusCode.NotAcceptable => "NotAcceptable",
        HttpStatusCode.Conflict => "Conflict",
        HttpStatusCode.Gone => "Gone",
        HttpStatusCode.RequestEntityTooLarge => "RequestEntityTooLarge",
        HttpStatusCode.UnsupportedMediaType => "UnsupportedMediaType",
        HttpStatusCode.UnprocessableEntity => "Invalid",
        HttpStatusCode.TooManyRequests => "TooManyRequests",
        HttpStatusCode.InternalServerError => "InternalError",
        HttpStatusCode.ServiceUnavailable => "ServiceUnavailable",
        HttpStatusCode.GatewayTimeout => KubernetesReason.Timeout,
        _ => KubernetesReason.InvalidAnswer,
    };

    [GeneratedRegex("<title[^>]*>(.*?)</title>", RegexOptions.IgnoreCase | RegexOptions.Singleline)]
    private static partial Regex Title();

    [GeneratedRegex("<(script|style)[^>]*>.*?</\\1>|<[^>]*>", RegexOptions.IgnoreCase | RegexOptions.Singleline)]
    private static partial Regex Tag();

    [GeneratedRegex("\\s+")]
    private static partial Regex WhiteSpace();
}
