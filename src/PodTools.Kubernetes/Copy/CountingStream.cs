namespace PodTools.Kubernetes.Copy;

/// <summary>Counts what is written and keeps nothing.</summary>
internal sealed class CountingStream : WriteOnlyStream
{
    public long Count { get; private set; }

    public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        Count += buffer.Length;
        return ValueTask.CompletedTask;
    }
}
