using System.Net;

namespace PodTools;

/// <summary>
/// The one exception of everything that talks to a cluster. It carries the API's own <see cref="PodTools.Status"/>, also
/// where no API server could be asked: then the status was made here, and its reason is one of <see cref="KubernetesReason"/>.
/// </summary>
public class KubernetesException : Exception
{
    /// <summary>Makes an exception of a status that the API server sent.</summary>
    /// <param name="status">The status; its message becomes the message of the exception.</param>
    /// <param name="statusCode">The HTTP status code of the answer.</param>
    /// <param name="innerException">The cause, when there is one.</param>
    public KubernetesException(Status status, HttpStatusCode? statusCode = null, Exception? innerException = null)
        : base(MessageOf(status), innerException)
    {
        Status = status;
        StatusCode = statusCode;
    }

    /// <summary>Makes an exception for a failure on this side of the wire, or without any usable answer.</summary>
    /// <param name="reason">One of <see cref="KubernetesReason"/>.</param>
    /// <param name="message">What happened and what to do, without any secret.</param>
    /// <param name="innerException">The cause, when there is one.</param>
    public KubernetesException(string reason, string message, Exception? innerException = null)
        : this(new Status { Result = "Failure", Reason = reason, Message = message }, null, innerException)
    {
    }

    /// <summary>The API's status: message, reason, details with the causes, code.</summary>
    public Status Status { get; }

    /// <summary>The HTTP status code of the answer, or null when there was no answer.</summary>
    public HttpStatusCode? StatusCode { get; }

    /// <summary>
    /// The API's reason (<c>NotFound</c>, <c>Forbidden</c>, <c>Invalid</c>, <c>Conflict</c>...) or one of
    /// <see cref="KubernetesReason"/>; <c>Unknown</c> when neither is known.
    /// </summary>
    public string Reason => Status.Reason ?? "Unknown";

    /// <summary>How long the server asks to wait before the request is tried again; null when it did not say.</summary>
    public TimeSpan? RetryAfter { get; init; }

    private static string MessageOf(Status status)
    {
        ArgumentNullException.ThrowIfNull(status);
        return status.Message is { Length: > 0 } message ? message : status.Reason ?? "The API server reported a failure without a message.";
    }
}
