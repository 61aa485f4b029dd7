using System.Net;
using PodTools.Kubernetes.Streams;
using PodTools.Kubernetes.Streams.Spdy;

namespace PodTools.Kubernetes;

/// <summary>The switch of a connection to SPDY/3.1, which every API server understands and hands on as it is.</summary>
internal static class SpdyHandshake
{
    private const string Protocol = "SPDY/3.1";
    private const string VersionHeader = "X-Stream-Protocol-Version";

    /// <summary>Our first ping has the number 1, and all others, too: nobody looks at the answers.</summary>
    private static readonly byte[] Ping = SpdyFrame.PingOf([0, 0, 0, 1]);

    public static void AddTo(HttpRequestMessage message)
    {
        message.Version = HttpVersion.Version11;
        message.VersionPolicy = HttpVersionPolicy.RequestVersionExact;
        message.Headers.Connection.Add("Upgrade");
        message.Headers.Upgrade.ParseAdd(Protocol);
        message.Headers.TryAddWithoutValidation(VersionHeader, StreamProtocols.V4);
    }

    /// <exception cref="KubernetesException">Reason <see cref="KubernetesReason.UpgradeRefused"/>: the server did not switch.</exception>
    public static async Task<Stream> CompleteAsync(HttpResponseMessage response, ConnectionOptions options, CancellationToken cancellationToken)
    {
        try
        {
            if (response.StatusCode != HttpStatusCode.SwitchingProtocols)
            {
                throw new KubernetesException(
                    KubernetesReason.UpgradeRefused, $"The connection cannot be switched to {Protocol}: the server answered HTTP {(int)response.StatusCode} instead of switching.");
            }

            var stream = await response.Content.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false);
            return new KeepAliveStream(stream, () => Ping, options.PingInterval, options.TimeProvider);
        }
        catch
        {
            response.Dispose();
            throw;
        }
    }
}
