namespace PodTools.Streams;

/// <summary>A stream that is only written.</summary>
internal abstract class WriteOnlyStream : ForwardStream
{
    public override bool CanRead => false;

    public sealed override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
        throw new NotSupportedException();
}
