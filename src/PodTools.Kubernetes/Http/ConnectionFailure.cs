using System.Net.Sockets;

namespace PodTools.Kubernetes;

/// <summary>Says in words why no answer came: what failed on the way to the server, and where to look.</summary>
internal static class ConnectionFailure
{
    /// <summary>Whether a connection broke, as opposed to one that could not be made or was refused.</summary>
    internal static bool IsReset(HttpRequestException failure) => !TlsRefusal.Is(failure) && failure.HttpRequestError switch
    {
        HttpRequestError.SecureConnectionError => failure.InnerException is IOException,
        HttpRequestError.ResponseEnded or HttpRequestError.HttpProtocolError => true,
        HttpRequestError.Unknown => Find<CertificateRefusedException>(failure) is null && failure.InnerException is IOException,
        _ => false,
    };

    /// <summary>Whether nothing listened, so that nobody can have seen the request.</summary>
    internal static bool IsRefusal(HttpRequestException failure) =>
        failure.HttpRequestError == HttpRequestError.ConnectionError && Find<SocketException>(failure) is { SocketErrorCode: SocketError.ConnectionRefused };

    internal static KubernetesException Explain(HttpRequestException failure, ApiRequest request, ClusterAccess access)
    {
        var server = access.Server.GetLeftPart(UriPartial.Authority);
        if (Find<CertificateRefusedException>(failure) is { } refused)
        {
            return new(refused.Reason, refused.Message + DoubtOfProxy(access), failure);
        }

        if (TlsRefusal.Explain(failure, server, access.UserText) is { } refusal)
        {
            return refusal;
        }

        if (failure.HttpRequestError == HttpRequestError.ProxyTunnelError)
        {
            return new(KubernetesReason.ProxyFailed, $"The proxy on the way to {server} refused the connection: {failure.Message} Check proxy-url of the cluster, or HTTPS_PROXY and NO_PROXY.", failure);
        }

        if (failure.HttpRequestError == HttpRequestError.SecureConnectionError)
        {
            return new(KubernetesReason.TlsFailed, $"No TLS connection to {server} could be made: {Deepest(failure)} Perhaps something else than an API server answers there, or it refuses the client certificate.", failure);
        }

        if (IsReset(failure))
        {
            return Lost(request, access.Server, failure);
        }

        return Find<SocketException>(failure) is { } socket
            ? ExplainSocket(socket, access.Describe(access.CreateProxy()) is { } proxy ? $"{server} by the proxy {proxy}" : server, failure)
            : new(KubernetesReason.Unreachable, $"The server {server} cannot be reached: {failure.Message}", failure);
    }

    // A proxy that is spoken to by TLS shows a certificate as well, perhaps under the same name.
    private static string DoubtOfProxy(ClusterAccess access) =>
        access.Describe(access.CreateProxy()) is { } proxy && proxy.StartsWith(Uri.UriSchemeHttps, StringComparison.Ordinal)
            ? $" It may be the certificate of the proxy {proxy}: the certificate-authority of the cluster has to vouch for that, too."
            : "";

    /// <summary>The connection broke after the request had been sent.</summary>
    internal static KubernetesException Lost(ApiRequest request, Uri server, Exception cause)
    {
        return new(
            KubernetesReason.ConnectionLost,
            $"The connection to {server.GetLeftPart(UriPartial.Authority)} was lost before {request.Method} {request.Path} was answered: {Deepest(cause)}{request.Doubt}",
            cause);
    }

    private static KubernetesException ExplainSocket(SocketException socket, string server, Exception cause) => socket.SocketErrorCode switch
    {
        SocketError.ConnectionRefused => new(KubernetesReason.ConnectionRefused, $"The connection to {server} was refused: nothing listens there. Is it running, and is this its address?", cause),
        SocketError.HostNotFound or SocketError.NoData or SocketError.TryAgain => new(KubernetesReason.HostNotFound, $"The name of the server {server} cannot be resolved. Check the server of the cluster in the kubeconfig, the network and any VPN.", cause),
        SocketError.TimedOut => new(KubernetesReason.Timeout, $"The server {server} could not be connected to in time. Check the address, the network and any proxy or VPN.", cause),
        _ => new(KubernetesReason.Unreachable, $"The server {server} cannot be reached: {socket.Message}.", cause),
    };

    private static string Deepest(Exception failure)
    {
        var message = failure.GetBaseException().Message;
        return message.EndsWith('.') ? message : message + ".";
    }

    private static T? Find<T>(Exception? failure)
        where T : Exception
    {
        while (failure is not null and not T)
        {
            failure = failure.InnerException;
        }

        return (T?)failure;
    }
}
