namespace PodTools.Streams;

/// <summary>A stream that is only read.</summary>
internal abstract class ReadOnlyStream : ForwardStream
{
    public override bool CanWrite => false;

    public sealed override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default) =>
        throw new NotSupportedException();
}
