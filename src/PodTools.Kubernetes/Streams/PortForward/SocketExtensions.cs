using System.Net.Sockets;

namespace PodTools.Kubernetes.Streams;

/// <summary>What <see cref="Socket"/> lacks.</summary>
internal static class SocketExtensions
{
    /// <summary>Sends everything: the socket's own method may send less than it was given.</summary>
    public static async Task SendAllAsync(this Socket socket, ReadOnlyMemory<byte> data, CancellationToken cancellationToken)
    {
        while (!data.IsEmpty)
        {
            var count = await socket.SendAsync(data, SocketFlags.None, cancellationToken).ConfigureAwait(false);
            data = data[count..];
        }
    }

    /// <summary>Closes a connection as a reset, so that the other side cannot take it for a complete, empty reply.</summary>
    public static void Reset(this Socket socket)
    {
        socket.LingerState = new LingerOption(enable: true, seconds: 0);
        socket.Close();
    }
}
