namespace PodTools.Kubernetes.Streams;

/// <summary>
/// What is written to a remote command's standard input. Disposing it ends the input, as closing a pipe does; where the
/// protocol cannot do that, disposing throws (see <see cref="RemoteProcess.EndInputAsync"/>).
/// </summary>
internal sealed class RemoteInputStream(RemoteProcess process) : WriteOnlyStream
{
    private bool _ended;

    public override bool CanWrite => !_ended;

    public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        ObjectDisposedException.ThrowIf(_ended, this);
        // An empty message is no end of input to the server; it would only be noise.
        if (!buffer.IsEmpty)
        {
            await process.WriteInputAsync(buffer, cancellationToken).ConfigureAwait(false);
        }
    }

    public override async ValueTask DisposeAsync()
    {
        if (!_ended)
        {
            _ended = true;
            await process.EndInputAsync(CancellationToken.None).ConfigureAwait(false);
        }

        await base.DisposeAsync().ConfigureAwait(false);
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing && !_ended)
        {
            _ended = true;
            process.EndInputAsync(CancellationToken.None).GetAwaiter().GetResult();
        }

        base.Dispose(disposing);
    }
}
