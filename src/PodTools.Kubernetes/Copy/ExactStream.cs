using System.Security.Cryptography;

namespace PodTools.Kubernetes.Copy;

/// <summary>
/// A file as it was when it was looked at: exactly that many bytes, or an error when there are fewer now. What was read is
/// reported and, if wanted, hashed on the way.
/// </summary>
/// <param name="source">The file; null gives zeros, to find out how long an archive will be.</param>
/// <param name="length">How many bytes.</param>
/// <param name="hash">Takes them too; may be null.</param>
/// <param name="onRead">Is told how many were read; may be null.</param>
internal sealed class ExactStream(Stream? source, long length, IncrementalHash? hash = null, Action<int>? onRead = null) : ReadOnlyStream
{
    private long _position;

    /// <summary>Whether all of it was read.</summary>
    public bool IsComplete => _position == length;

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        var wanted = buffer[..(int)Math.Min(buffer.Length, length - _position)];
        if (wanted.IsEmpty)
        {
            return 0;
        }

        var count = wanted.Length;
        if (source is null)
        {
            wanted.Span.Clear();
        }
        else
        {
            count = await source.ReadAsync(wanted, cancellationToken).ConfigureAwait(false);
            if (count == 0)
            {
                throw new KubernetesException(StreamReason.CopyIncomplete, "A file became shorter while it was copied. Copy it again when nothing writes to it.");
            }

            hash?.AppendData(wanted.Span[..count]);
            onRead?.Invoke(count);
        }

        _position += count;
        return count;
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            source?.Dispose();
        }

        base.Dispose(disposing);
    }
}
