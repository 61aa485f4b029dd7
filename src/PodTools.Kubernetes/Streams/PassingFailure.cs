using System.Net;

namespace PodTools.Kubernetes.Streams;

/// <summary>Tells failures that may be gone a moment later from those that stay.</summary>
internal static class PassingFailure
{
    public static bool Is(KubernetesException e) =>
        e.StatusCode is { } code
            ? code == HttpStatusCode.TooManyRequests || (int)code >= (int)HttpStatusCode.InternalServerError
            : e.Reason is KubernetesReason.Unreachable or KubernetesReason.ConnectionRefused or KubernetesReason.ConnectionLost
                or KubernetesReason.Timeout or KubernetesReason.HostNotFound or KubernetesReason.ProxyFailed;
}
