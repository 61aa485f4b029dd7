using System.Net;
using System.Net.Sockets;

namespace PodTools.Tests;

/// <summary>One connection through a <see cref="FaultProxy"/>.</summary>
internal sealed class FaultyLink(Socket client) : IDisposable
{
    private readonly Socket _server = new(SocketType.Stream, ProtocolType.Tcp);
    private volatile bool _closed;
    private volatile bool _cut;

    /// <summary>Whether it was a fault that ended the connection.</summary>
    public bool WasCut => _cut;

    /// <summary>Ends both sides with a reset.</summary>
    public void Reset()
    {
        client.Close(0);
        _server.Close(0);
    }

    public void Dispose()
    {
        client.Dispose();
        _server.Dispose();
    }

    /// <summary>Passes bytes on until both sides have ended, or one has broken.</summary>
    public async Task PassAsync(int target, LinkFault answers, LinkFault requests, CancellationToken stop)
    {
        using var done = CancellationTokenSource.CreateLinkedTokenSource(stop);
        Task[] directions = [];
        try
        {
            client.NoDelay = _server.NoDelay = true;
            await _server.ConnectAsync(IPAddress.Loopback, target, stop);
            directions = [CarryAsync(_server, client, answers, done.Token), CarryAsync(client, _server, requests, done.Token)];
            await await Task.WhenAny(directions);

            // A half-closed connection lives on in the other direction. After a reset there is none, though it may not notice: it may stall.
            await (_cut && !_closed ? Task.CompletedTask : Task.WhenAll(directions));
        }
        catch (Exception e) when (e is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            // A side has left without a word, or was cut in the other direction, and so does the other; or the test is over.
            Reset();
        }
        finally
        {
            await done.CancelAsync();
            await Task.WhenAll(directions).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    // The end of one direction is passed on as such, for half-closed connections live on in the other.
    private async Task CarryAsync(Socket from, Socket to, LinkFault fault, CancellationToken stop)
    {
        var buffer = new byte[fault.PieceSize];
        for (long passed = 0; await from.ReceiveAsync(buffer.AsMemory(), stop) is var read and > 0; passed += read)
        {
            if (fault.Delay > TimeSpan.Zero)
            {
                await Task.Delay(fault.Delay, stop);
            }

            if (fault.CorruptAt is { } wrong && wrong >= passed && wrong < passed + read)
            {
                buffer[wrong - passed] ^= 0x5A;
            }

            var allowed = (int)Math.Min(read, Math.Min(fault.CutAfter ?? long.MaxValue, fault.StallAfter ?? long.MaxValue) - passed);
            await SendAsync(to, _closed ? default : buffer.AsMemory(0, allowed), stop);
            if (passed + read >= fault.CutAfter)
            {
                Cut(from, to, fault.Reset);
                return;
            }

            if (passed + read >= fault.StallAfter)
            {
                await Task.Delay(Timeout.Infinite, stop);
            }
        }

        to.Shutdown(SocketShutdown.Send);
    }

    private void Cut(Socket from, Socket to, bool reset)
    {
        _cut = true;
        if (reset)
        {
            Reset();
            return;
        }

        // Closing a socket that still has something to read would be a reset: what comes is read and dropped until the client leaves.
        _closed = true;
        to.Shutdown(SocketShutdown.Send);
        from.Shutdown(SocketShutdown.Send);
    }

    private static async Task SendAsync(Socket to, ReadOnlyMemory<byte> bytes, CancellationToken stop)
    {
        while (bytes.Length > 0)
        {
            bytes = bytes[await to.SendAsync(bytes, stop)..];
        }
    }
}
