using System.Net;
using System.Net.Sockets;

namespace PodTools.Kubernetes.Streams;

/// <summary>The local end of a forwarded port: one port, listened on at one or several addresses.</summary>
internal sealed class LocalListener : IDisposable
{
    /// <summary>The name that stands for both loopback addresses, of which one may be missing.</summary>
    public const string Localhost = "localhost";

    private const int FreePortAttempts = 20;

    private readonly List<Socket> _sockets;

    private LocalListener(List<Socket> sockets)
    {
        _sockets = sockets;
        Port = ((IPEndPoint)sockets[0].LocalEndPoint!).Port;
        Addresses = sockets.ConvertAll(socket => ((IPEndPoint)socket.LocalEndPoint!).Address);
    }

    /// <summary>The port that is listened on.</summary>
    public int Port { get; }

    /// <summary>Where it is listened on.</summary>
    public IReadOnlyList<IPAddress> Addresses { get; }

    public IReadOnlyList<Socket> Sockets => _sockets;

    /// <summary>Listens at all the addresses; of <c>localhost</c>, at those that this machine has.</summary>
    /// <param name="addresses">IP addresses, or <c>localhost</c>.</param>
    /// <param name="port">The port, or 0 for one that is free at all of them.</param>
    /// <exception cref="KubernetesException">Reason <see cref="StreamReason.LocalPortUnavailable"/>.</exception>
    public static LocalListener Start(IReadOnlyList<string> addresses, int port)
    {
        for (var attempt = 1; ; attempt++)
        {
            var sockets = new List<Socket>();
            try
            {
                foreach (var address in addresses)
                {
                    Bind(sockets, address, port);
                }

                return new LocalListener(sockets);
            }
            catch (SocketException e)
            {
                sockets.ForEach(socket => socket.Dispose());
                // A port that was free at the first address may be taken at the second: another one will do.
                if (port != 0 || e.SocketErrorCode != SocketError.AddressAlreadyInUse || attempt == FreePortAttempts)
                {
                    throw Unavailable(addresses, port, e);
                }
            }
        }
    }

    public void Dispose() => _sockets.ForEach(socket => socket.Dispose());

    /// <summary>
    /// A loopback address that is missing does not matter. One where another program listens does: whoever calls localhost would
    /// reach either.
    /// </summary>
    private static void Bind(List<Socket> sockets, string address, int port)
    {
        if (!string.Equals(address, Localhost, StringComparison.OrdinalIgnoreCase))
        {
            sockets.Add(Listen(Parse(address), PortFor(sockets, port)));
            return;
        }

        SocketException? missing = null;
        var before = sockets.Count;
        foreach (var loopback in new[] { IPAddress.Loopback, IPAddress.IPv6Loopback })
        {
            try
            {
                sockets.Add(Listen(loopback, PortFor(sockets, port)));
            }
            catch (SocketException e) when (e.SocketErrorCode != SocketError.AddressAlreadyInUse)
            {
                missing = e;
            }
        }

        if (sockets.Count == before)
        {
            throw missing!;
        }
    }

    private static int PortFor(List<Socket> sockets, int port) =>
        port == 0 && sockets.Count > 0 ? ((IPEndPoint)sockets[0].LocalEndPoint!).Port : port;

    private static IPAddress Parse(string address) =>
        IPAddress.TryParse(address, out var parsed)
            ? parsed
            : throw new KubernetesException(
                StreamReason.LocalPortUnavailable,
                $"'{address}' is not an address to listen on: give an IP address of this machine, or {Localhost}.");

    private static Socket Listen(IPAddress address, int port)
    {
        var socket = new Socket(address.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            if (address.AddressFamily == AddressFamily.InterNetworkV6)
            {
                socket.DualMode = false;
            }

            socket.Bind(new IPEndPoint(address, port));
            socket.Listen();
            return socket;
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    private static KubernetesException Unavailable(IReadOnlyList<string> addresses, int port, SocketException e)
    {
        var why = e.SocketErrorCode switch
        {
            SocketError.AddressAlreadyInUse => "another program listens there already. Choose another local port, or 0 for a free one",
            SocketError.AccessDenied => "this user may not. Choose a local port from 1024 on",
            SocketError.AddressNotAvailable => "this machine has no such address",
            _ => e.Message,
        };
        return new KubernetesException(
            StreamReason.LocalPortUnavailable,
            $"Cannot listen on port {port} at {string.Join(", ", addresses)}: {why}.",
            e);
    }
}
