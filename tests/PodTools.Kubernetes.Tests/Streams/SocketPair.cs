using System.Net;
using System.Net.Sockets;
using System.Net.WebSockets;

namespace PodTools.Kubernetes.Tests.Streams;

/// <summary>The two ends of a WebSocket over a real TCP connection on loopback, without the HTTP request before it.</summary>
internal sealed class SocketPair : IDisposable
{
    private readonly Socket _serverSocket;

    private SocketPair(Socket client, Socket server, string? protocol)
    {
        _serverSocket = server;
        Client = WebSocket.CreateFromStream(
            new NetworkStream(client, ownsSocket: true),
            new WebSocketCreationOptions { IsServer = false, SubProtocol = protocol });
        Server = WebSocket.CreateFromStream(
            new NetworkStream(server, ownsSocket: true),
            new WebSocketCreationOptions { IsServer = true, SubProtocol = protocol });
    }

    public WebSocket Client { get; }

    public WebSocket Server { get; }

    public static SocketPair Open(string? protocol = "v5.channel.k8s.io")
    {
        using var listener = new Socket(SocketType.Stream, ProtocolType.Tcp);
        listener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        listener.Listen();
        var client = new Socket(SocketType.Stream, ProtocolType.Tcp);
        client.Connect(listener.LocalEndPoint!);
        return new SocketPair(client, listener.Accept(), protocol);
    }

    /// <summary>Sends one binary message from the server.</summary>
    public Task SendAsync(byte channel, ReadOnlyMemory<byte> payload, CancellationToken cancellationToken = default)
    {
        var message = new byte[payload.Length + 1];
        message[0] = channel;
        payload.CopyTo(message.AsMemory(1));
        return Server.SendAsync(message, WebSocketMessageType.Binary, endOfMessage: true, cancellationToken);
    }

    /// <summary>Reads one whole message at the server; null for a close frame.</summary>
    public async Task<byte[]?> ReceiveAsync(CancellationToken cancellationToken = default)
    {
        using var message = new MemoryStream();
        var buffer = new byte[64 * 1024];
        while (true)
        {
            var received = await Server.ReceiveAsync(buffer, cancellationToken);
            if (received.MessageType == WebSocketMessageType.Close)
            {
                return null;
            }

            message.Write(buffer, 0, received.Count);
            if (received.EndOfMessage)
            {
                return message.ToArray();
            }
        }
    }

    /// <summary>Breaks the connection as a failing network does: without a close frame.</summary>
    public void Cut()
    {
        _serverSocket.LingerState = new LingerOption(enable: true, seconds: 0);
        _serverSocket.Close();
    }

    public void Dispose()
    {
        Client.Dispose();
        Server.Dispose();
    }
}
