using System.Text;
using PodTools.Kubernetes.Streams;

namespace PodTools.Kubernetes.Copy;

/// <summary>Runs the commands of a copy by exec.</summary>
internal sealed class ExecShell(KubernetesConnection connection, string ns, string pod, string container) : IRemoteShell
{
    public async Task<RemoteRun> RunAsync(IReadOnlyList<string> command, StreamWork? feed, StreamWork? read, CancellationToken cancellationToken)
    {
        var options = new ExecOptions { Container = container, Command = command, Stdin = feed is not null };
        var process = await ExecClient.StartAsync(connection, ns, pod, options, cancellationToken).ConfigureAwait(false);
        await using (process.ConfigureAwait(false))
        {
            using var pump = new StreamPump(process);
            using var errors = new FirstBytes();
            var exit = await pump.RunAsync(
                feed, read ?? StreamPump.Into(Stream.Null), StreamPump.Into(errors), endInput: process.CanEndInput, cancellationToken).ConfigureAwait(false);
            return new RemoteRun(exit, errors.ToString(), process.CanEndInput);
        }
    }

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
