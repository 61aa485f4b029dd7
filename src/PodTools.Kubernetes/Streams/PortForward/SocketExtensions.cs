using System.Net.Sockets;

namespace PodTools.Kubernetes.Streams;

/// <summary>What <see cref="Socket"/> lacks.</summary>
internal static class SocketExtensions
{
    private const int ProbeSeconds = 5;

    /// <summary>Sends everything: the socket's own method may send less than it was given.</summary>
    public static async Task SendAllAsync(this Socket socket, ReadOnlyMemory<byte> data, CancellationToken cancellationToken)
    {
        while (!data.IsEmpty)
        {
            var count = await socket.SendAsync(data, SocketFlags.None, cancellationToken).ConfigureAwait(false);
            data = data[count..];
        }
    }

    /// <summary>Lets the system find out whether the other side still exists, although nothing is sent to it.</summary>
    public static void ProbePeer(this Socket socket)
    {
        socket.SetSocketOption(SocketOptionLevel.Tcp, SocketOptionName.TcpKeepAliveTime, ProbeSeconds);
        socket.SetSocketOption(SocketOptionLevel.Tcp, SocketOptionName.TcpKeepAliveInterval, ProbeSeconds);
        socket.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.KeepAlive, true);
    }

    /// <summary>Whether a probe found nobody. A process that ends leaves its side standing for about a minute (Linux) or two (Windows).</summary>
    public static bool IsPeerGone(this Socket socket) => socket.Poll(0, SelectMode.SelectError);

    /// <summary>Closes a connection as a reset, so that the other side cannot take it for a complete, empty reply.</summary>
    public static void Reset(this Socket socket)
    {
        socket.LingerState = new LingerOption(enable: true, seconds: 0);
        socket.Close();
    }
}
