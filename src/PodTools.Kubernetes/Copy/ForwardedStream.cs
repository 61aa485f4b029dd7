namespace PodTools.Kubernetes.Copy;

/// <summary>Hands on what is written, in large pieces, and counts it.</summary>
internal sealed class ForwardedStream(Stream to) : WriteOnlyStream
{
    private readonly byte[] _piece = new byte[256 * 1024];
    private int _filled;

    /// <summary>How many bytes were written.</summary>
    public long Count { get; private set; }

    public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        Count += buffer.Length;
        while (!buffer.IsEmpty)
        {
            var count = Math.Min(buffer.Length, _piece.Length - _filled);
            buffer[..count].CopyTo(_piece.AsMemory(_filled));
            _filled += count;
            buffer = buffer[count..];
            if (_filled == _piece.Length)
            {
                await HandOnAsync(cancellationToken).ConfigureAwait(false);
            }
        }
    }

    /// <summary>Adds zeros up to a multiple of a size, and hands on everything.</summary>
    public async Task FillAsync(int size, CancellationToken cancellationToken)
    {
        var missing = (int)((size - (Count % size)) % size);
        await WriteAsync(new byte[missing], cancellationToken).ConfigureAwait(false);
        await HandOnAsync(cancellationToken).ConfigureAwait(false);
    }

    private async Task HandOnAsync(CancellationToken cancellationToken)
    {
        await to.WriteAsync(_piece.AsMemory(0, _filled), cancellationToken).ConfigureAwait(false);
        _filled = 0;
    }
}
