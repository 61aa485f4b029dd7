using System.Net.Sockets;
using System.Net.WebSockets;
using System.Text;

namespace PodTools.Kubernetes.Streams;

/// <summary>
/// One local connection and the WebSocket that carries it to a port of a pod. Each side's pace is the other's: nothing is
/// buffered beyond one piece in each direction.
/// </summary>
internal sealed class ForwardedConnection(Socket local, WebSocket remote, PodPortForward counters, TimeProvider time) : IDisposable
{
    private const byte DataChannel = 0;
    private const byte ErrorChannel = 1;
    private const int PieceSize = ChannelSocket.PieceSize;

    /// <summary>How many characters of an error are kept: nobody reads more.</summary>
    private const int LargestError = 4096;

    /// <summary>Each channel starts with the port, as two bytes.</summary>
    private const int PrefixSize = 2;

    /// <summary>
    /// The protocol cannot tell the pod that the local side has finished sending, and to this side that looks the same as a
    /// local side that is gone. If it sent something last, it waits for the reply, for as long as it exists; if the reply
    /// came last, there is nothing more to come after this time without any.
    /// </summary>
    private static readonly TimeSpan HalfClosedIdle = TimeSpan.FromSeconds(15);

    /// <summary>How long the local side may take to read the rest of a reply and to close.</summary>
    private static readonly TimeSpan Linger = TimeSpan.FromSeconds(2);

    private readonly ChannelSocket _remote = new(remote);
    private readonly int[] _prefixLeft = [PrefixSize, PrefixSize];
    private readonly StringBuilder _error = new();
    private bool _localFinished;
    private bool _replied;
    private bool _repliedLast;

    /// <summary>Carries bytes both ways until one side has ended.</summary>
    /// <returns>What the pod's side reported as an error, or null.</returns>
    public async Task<string?> RunAsync(CancellationToken cancellationToken)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var sending = SendAsync(stop.Token);
        try
        {
            await ReceiveAsync(stop).ConfigureAwait(false);
        }
        finally
        {
            // The pod's side is over, and with it the whole connection.
            Finish();
            await stop.CancelAsync().ConfigureAwait(false);
            await sending.ConfigureAwait(false);
            await _remote.CloseAsync().ConfigureAwait(false);
            await LingerAsync(cancellationToken).ConfigureAwait(false);
        }

        return _error.Length == 0 ? null : _error.ToString();
    }

    public void Dispose()
    {
        local.Dispose();
        _remote.Dispose();
    }

    private async Task SendAsync(CancellationToken cancellationToken)
    {
        var buffer = new byte[PieceSize];
        try
        {
            int count;
            while ((count = await local.ReceiveAsync(buffer, SocketFlags.None, cancellationToken).ConfigureAwait(false)) > 0)
            {
                counters.CountOut(count);
                _repliedLast = false;
                await _remote.SendAsync(DataChannel, buffer.AsMemory(0, count), cancellationToken).ConfigureAwait(false);
            }

            local.ProbePeer();
            _localFinished = true;
        }
        catch (Exception e) when (e is SocketException or OperationCanceledException or ObjectDisposedException or WebSocketException or InvalidOperationException)
        {
            // A reset here, or the end of the other direction: receiving ends with it and tells the reason.
            _remote.Abort();
        }
    }

    private async Task ReceiveAsync(CancellationTokenSource stop)
    {
        // Runs only once the local side has finished sending.
        using var idle = time.CreateTimer(_ => EndIfIdle(stop), null, HalfClosedIdle, HalfClosedIdle);
        while (await _remote.ReceiveAsync(stop.Token).ConfigureAwait(false) is { } frame)
        {
            var payload = WithoutPrefix(frame);
            if (payload.IsEmpty)
            {
                continue;
            }

            if (frame.Channel == DataChannel)
            {
                counters.CountIn(payload.Length);
                await local.SendAllAsync(payload, stop.Token).ConfigureAwait(false);
                _replied = _repliedLast = true;
                idle.Change(HalfClosedIdle, HalfClosedIdle);
            }
            else if (_error.Length < LargestError)
            {
                _error.Append(Encoding.UTF8.GetString(payload.Span));
            }
        }
    }

    private void EndIfIdle(CancellationTokenSource stop)
    {
        if (_localFinished && (_repliedLast || local.IsPeerGone()))
        {
            stop.Cancel();
        }
    }

    private ReadOnlyMemory<byte> WithoutPrefix(ChannelFrame frame)
    {
        if (frame.Channel is not (DataChannel or ErrorChannel))
        {
            return default;
        }

        var skipped = Math.Min(_prefixLeft[frame.Channel], frame.Payload.Length);
        _prefixLeft[frame.Channel] -= skipped;
        return frame.Payload[skipped..];
    }

    /// <summary>
    /// Lets the local side read the end of the reply before the connection is closed: closing it while more is being sent
    /// here would be a reset, which throws away what was not read yet.
    /// </summary>
    private async Task LingerAsync(CancellationToken cancellationToken)
    {
        if (_localFinished)
        {
            return;
        }

        using var patience = new CancellationTokenSource(Linger, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, cancellationToken);
        var ignored = new byte[PieceSize];
        try
        {
            while (await local.ReceiveAsync(ignored, SocketFlags.None, either.Token).ConfigureAwait(false) > 0)
            {
            }
        }
        catch (Exception e) when (e is SocketException or OperationCanceledException or ObjectDisposedException)
        {
            // Closed by the local side, or waited for long enough.
        }
    }

    /// <summary>Ends the local connection: as a reset when it never worked, so that no client takes it for an empty reply.</summary>
    private void Finish()
    {
        try
        {
            if (_error.Length > 0 && !_replied)
            {
                local.Reset();
            }
            else
            {
                local.Shutdown(SocketShutdown.Send);
            }
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            // The local side was faster; it is closed either way.
        }
    }
}
