using System.Threading.Channels;
using PodTools.Kubernetes.Streams;

namespace PodTools.Kubernetes.Tests.Streams;

/// <summary>A target whose pod the test decides, and whose watch tells of each decision.</summary>
internal sealed class FakeTarget(Pod? pod) : PortForwardTarget("pod/web-1")
{
    private readonly Channel<PodWatchEvent> _changes = Channel.CreateUnbounded<PodWatchEvent>();
    private Pod? _pod = pod;

    public Pod? Pod
    {
        get => _pod;
        set
        {
            var change = new PodWatchEvent(value is null ? PodWatchEventType.Deleted : PodWatchEventType.Modified, (value ?? _pod)!, default, false);
            _pod = value;
            _changes.Writer.TryWrite(change);
        }
    }

    /// <summary>How often the cluster was asked.</summary>
    public int Searches { get; private set; }

    public override Task<Pod?> FindAsync(Pod? current, CancellationToken cancellationToken)
    {
        Searches++;
        return Task.FromResult(Pod);
    }

    public override IAsyncEnumerable<PodWatchEvent> WatchAsync(Pod current, CancellationToken cancellationToken) =>
        _changes.Reader.ReadAllAsync(cancellationToken);
}
