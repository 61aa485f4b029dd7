using System.Text;
using System.Text.Json.Nodes;

namespace PodTools.Kubernetes;

/// <summary>
/// One request to an API server: method, path, query and body, and what the layers below must know about it.
/// A plain description: it may be sent any number of times.
/// </summary>
public sealed class ApiRequest
{
    private readonly StringBuilder _query = new();

    /// <summary>Describes a request.</summary>
    /// <param name="method">The HTTP method.</param>
    /// <param name="path">The path, already escaped; see <see cref="Segments"/>.</param>
    public ApiRequest(HttpMethod method, string path)
    {
        ArgumentNullException.ThrowIfNull(method);
        ArgumentException.ThrowIfNullOrEmpty(path);
        Method = method;
        Path = path;
        Repeatable = method == HttpMethod.Get || method == HttpMethod.Head;
    }

    /// <summary>The HTTP method.</summary>
    public HttpMethod Method { get; }

    /// <summary>The path with its query.</summary>
    public string PathAndQuery => Path + _query;

    /// <summary>The path without the query.</summary>
    public string Path { get; }

    /// <summary>The body, sent as JSON text; null for none.</summary>
    public JsonNode? Body { get; init; }

    /// <summary>The Content-Type of the body.</summary>
    public string ContentType { get; init; } = "application/json";

    /// <summary>The Accept header.</summary>
    public string Accept { get; init; } = "application/json";

    /// <summary>
    /// Whether sending the request twice does no more than sending it once, so that it may be repeated when the connection
    /// was lost and nobody knows whether the server saw it. True for GET and HEAD unless set.
    /// </summary>
    public bool Repeatable { get; init; }

    /// <summary>What to add to the message of a failure after which nobody knows whether the server carried the request out.</summary>
    internal string Doubt => Repeatable ? "" : " Whether the server carried the request out is not known.";

    /// <summary>
    /// How long to wait for the head of the answer; null for the connection's own limit.
    /// The body has no limit as a whole: a watch or a log may last for days.
    /// </summary>
    public TimeSpan? Timeout { get; init; }

    /// <summary>Receives each warning of the API server (its <c>Warning</c> headers) and of the connection; may be null.</summary>
    public Action<string>? OnWarning { get; init; }

    /// <summary>
    /// Whether the answer comes by HTTP/1.1. By HTTP/2 what has arrived but is not read yet is lost with the connection; by
    /// HTTP/1.1 it can be read to the point of the cut.
    /// </summary>
    internal bool KeepsWhatArrived { get; init; }

    /// <summary>Appends a query parameter.</summary>
    /// <param name="name">The name of the parameter.</param>
    /// <param name="value">Its value, escaped here; null leaves the parameter out.</param>
    /// <returns>This request.</returns>
    public ApiRequest With(string name, string? value)
    {
        if (value is not null)
        {
            _query.Append(_query.Length == 0 ? '?' : '&').Append(Uri.EscapeDataString(name)).Append('=').Append(Uri.EscapeDataString(value));
        }

        return this;
    }

    /// <summary>Appends a query parameter that is a flag.</summary>
    /// <param name="name">The name of the parameter.</param>
    /// <param name="value">True appends <c>name=true</c>; false leaves the parameter out.</param>
    /// <returns>This request.</returns>
    public ApiRequest With(string name, bool value) => With(name, value ? "true" : null);

    /// <summary>Makes a path of segments, each escaped, so that a name can never reach another resource.</summary>
    /// <param name="segments">The segments; null ones are left out.</param>
    /// <returns>The path, starting with a slash.</returns>
    public static string Segments(params ReadOnlySpan<string?> segments)
    {
        var path = new StringBuilder();
        foreach (var segment in segments)
        {
            if (segment is not null)
            {
                path.Append('/').Append(Escape(segment));
            }
        }

        return path.ToString();
    }

    // A segment of dots would be resolved away by the URI, and an empty one would name the collection.
    private static string Escape(string segment) =>
        segment is "" or "." or ".."
            ? throw new KubernetesException("BadRequest", $"\"{segment}\" is not a name that an object can have.")
            : Uri.EscapeDataString(segment);
}
