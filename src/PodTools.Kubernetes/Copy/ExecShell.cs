using System.Net;
using System.Text;
using PodTools.Kubernetes.Streams;

namespace PodTools.Kubernetes.Copy;

/// <summary>Runs the commands of a copy by exec.</summary>
internal sealed class ExecShell(KubernetesConnection connection, string ns, string pod, string container) : IRemoteShell
{
    private volatile bool _refusesSpdy;

    public async Task<RemoteRun> RunAsync(IReadOnlyList<string> command, StreamWork? feed, StreamWork? read, CancellationToken cancellationToken)
    {
        var options = new ExecOptions { Container = container, Command = command, Stdin = feed is not null };
        var process = await StartAsync(options, cancellationToken).ConfigureAwait(false);
        await using (process.ConfigureAwait(false))
        {
            using var pump = new StreamPump(process);
            using var errors = new FirstBytes();
            var exit = await pump.RunAsync(
                feed, read ?? StreamPump.Into(Stream.Null), StreamPump.Into(errors), endInput: process.CanEndInput, cancellationToken).ConfigureAwait(false);
            return new RemoteRun(exit, errors.ToString(), process.CanEndInput);
        }
    }

    /// <summary>Once a server, or a proxy before it, has refused SPDY, the rest of the copy goes over WebSockets.</summary>
    private async Task<RemoteProcess> StartAsync(ExecOptions options, CancellationToken cancellationToken)
    {
        if (_refusesSpdy)
        {
            return await ExecClient.StartAsync(connection, ns, pod, options, cancellationToken).ConfigureAwait(false);
        }

        try
        {
            return await ExecClient.StartSpdyAsync(connection, ns, pod, options, cancellationToken).ConfigureAwait(false);
        }
        catch (KubernetesException refused) when (IsRefusal(refused))
        {
            // The command has not been started: that waits for its streams.
            _refusesSpdy = true;
            return await StartAsync(options, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>
    /// Whether the answer was a refusal: perhaps of SPDY, by the server or a proxy, with whatever status that has, or of the
    /// right to create pods/exec that SPDY takes, where a WebSocket takes the right to get it. A server that is busy means both.
    /// </summary>
    private static bool IsRefusal(KubernetesException answer) =>
        answer.Reason == KubernetesReason.UpgradeRefused || answer.StatusCode is not (null or HttpStatusCode.TooManyRequests);

    /// <summary>Keeps the start of a text and lets the rest go.</summary>
    private sealed class FirstBytes : WriteOnlyStream
    {
        private const int Limit = 4096;
        private readonly List<byte> _bytes = [];

        public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
        {
            _bytes.AddRange(buffer.Span[..Math.Min(buffer.Length, Limit - _bytes.Count)]);
            return ValueTask.CompletedTask;
        }

        public override string ToString() => Encoding.UTF8.GetString(_bytes.ToArray());
    }
}
