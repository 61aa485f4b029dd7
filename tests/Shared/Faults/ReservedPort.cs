using System.Net;
using System.Net.Sockets;

namespace PodTools.Tests;

/// <summary>
/// A port of this machine on which a test listens at times and at times does not. A port that was only let go may belong to
/// somebody else a moment later, for the system gives it to whoever asks for any.
/// </summary>
public sealed class ReservedPort : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    // Bound and never listening: connections to it are refused. Sockets that let others share their address, as those of the
    // framework do outside of Windows, can still be bound to it by its number.
    private readonly Socket _holder = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);

    public ReservedPort() => _holder.Bind(new IPEndPoint(IPAddress.Loopback, 0));

    public int Number => ((IPEndPoint)_holder.LocalEndPoint!).Port;

    /// <summary>Listens until the listener is stopped; the port stays reserved after that.</summary>
    public TcpListener Listen()
    {
        var listener = new TcpListener(IPAddress.Loopback, Number);
        for (var deadline = DateTime.UtcNow + Patience; ;)
        {
            try
            {
                listener.Start();
                break;
            }
            catch (SocketException e) when (e.SocketErrorCode == SocketError.AddressAlreadyInUse && DateTime.UtcNow < deadline)
            {
                // The one before was stopped, but a process that is being started has a copy of it for a moment.
                Thread.Sleep(10);
            }
        }

        return listener;
    }

    public void Dispose() => _holder.Dispose();
}
