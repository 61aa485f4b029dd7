namespace PodTools.Kubernetes;

/// <summary>
/// The body of an answer, for reading. A connection that breaks or stands still for too long ends it with a
/// <see cref="KubernetesException"/> of reason <see cref="KubernetesReason.ConnectionLost"/>; one that is compressed and makes
/// no sense, with <see cref="KubernetesReason.InvalidAnswer"/>.
/// </summary>
internal sealed class WatchfulStream(Stream body, ApiRequest request, Uri server, TimeSpan patience, TimeProvider clock) : ReadOnlyStream
{
    /// <summary>How long a piece may take from now on.</summary>
    internal TimeSpan Patience { get; set; } = patience;

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        using var deadline = new CancellationTokenSource(Patience, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, cancellationToken);
        try
        {
            return await body.ReadAsync(buffer, either.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException e) when (!cancellationToken.IsCancellationRequested)
        {
            throw ConnectionFailure.Lost(request, server, new IOException($"nothing came for {Patience.TotalSeconds:0.#} seconds", e));
        }
        catch (InvalidDataException e)
        {
            throw AnswerJson.Unreadable(request, server, new InvalidDataException("It cannot be decompressed.", e));
        }
        catch (Exception e) when (e is IOException or HttpRequestException)
        {
            cancellationToken.ThrowIfCancellationRequested();
            throw ConnectionFailure.Lost(request, server, e);
        }
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            body.Dispose();
        }

        base.Dispose(disposing);
    }
}
