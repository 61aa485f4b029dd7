using System.Net;
using System.Net.Sockets;

namespace PodTools.Tests.Faults;

/// <summary>
/// A connection that is cut after others. A process is told of what happens to its connections in the order in which it
/// happens, but not at once: when it knows of this one, it knows of those before, and sends nothing over them any more.
/// </summary>
internal sealed class CutCanary : IDisposable
{
    private readonly Socket _near = new(SocketType.Stream, ProtocolType.Tcp);
    private readonly Socket _far;
    private readonly Task<int> _reading;

    public CutCanary()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        _near.Connect(listener.LocalEndpoint);
        _far = listener.AcceptSocket();
        _reading = _near.ReceiveAsync(new byte[1]);
    }

    /// <summary>
    /// Ends a connection or a listener for good, whoever holds it: a process that is being started has a copy of it for a moment,
    /// during which closing it alone would end nothing.
    /// </summary>
    public static void Cut(Socket socket)
    {
        try
        {
            socket.Shutdown(SocketShutdown.Both);
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            // Its end was noticed already.
        }

        socket.Close(0);
    }

    /// <summary>Ends the connection, and waits until that is noticed.</summary>
    public void Cut(TimeSpan patience)
    {
        Cut(_far);
        ((IAsyncResult)_reading).AsyncWaitHandle.WaitOne(patience);
    }

    public void Dispose()
    {
        _near.Dispose();
        _far.Dispose();
        _reading.ContinueWith(static cut => _ = cut.Exception, TaskScheduler.Default);
    }
}
