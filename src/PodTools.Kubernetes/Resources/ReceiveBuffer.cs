namespace PodTools.Kubernetes;

/// <summary>Bytes that have arrived and are not used up yet; it grows to the largest object that has to be seen as a whole.</summary>
/// <param name="source">Where they come from.</param>
/// <param name="request">The request, for errors.</param>
/// <param name="server">The server, for errors.</param>
internal sealed class ReceiveBuffer(Stream source, ApiRequest request, Uri server)
{
    // An API server takes no object of more than 3 MB, and its store none of more than 1.5 MB.
    private const int LargestObject = 32 << 20;

    private byte[] _bytes = new byte[16 * 1024];
    private int _start;
    private int _end;

    /// <summary>The bytes that have arrived and are not used up; valid until more are received.</summary>
    internal ReadOnlyMemory<byte> Unused => _bytes.AsMemory(_start, _end - _start);

    /// <summary>Uses up bytes at the beginning.</summary>
    internal void Use(int count) => _start += count;

    /// <summary>Receives more bytes.</summary>
    /// <returns>False when there are no more.</returns>
    internal async ValueTask<bool> ReceiveAsync(CancellationToken cancellationToken)
    {
        if (_start > 0)
        {
            Unused.CopyTo(_bytes);
            _end -= _start;
            _start = 0;
        }

        if (_end == _bytes.Length)
        {
            if (_end >= LargestObject)
            {
                throw AnswerJson.Unreadable(request, server, new InvalidDataException($"One of its values is larger than {LargestObject >> 20} MB."));
            }

            Array.Resize(ref _bytes, _bytes.Length * 2);
        }

        var read = await source.ReadAsync(_bytes.AsMemory(_end), cancellationToken).ConfigureAwait(false);
        _end += read;
        return read > 0;
    }
}
