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

    private LocalListener(List<Socket> sockets, IPAddress? taken)
    {
        Taken = taken;
        _sockets = sockets;
        Port = ((IPEndPoint)sockets[0].LocalEndPoint!).Port;
        Addresses = sockets.ConvertAll(socket => ((IPEndPoint)socket.LocalEndPoint!).Address);
    }

    /// <summary>The port that is listened on.</summary>
    public int Port { get; }

    /// <summary>Where it is listened on.</summary>
    public IReadOnlyList<IPAddress> Addresses { get; }

    /// <summary>The loopback address at which another program has the port, so that only the other one is listened on; usually null.</summary>
    public IPAddress? Taken { get; }

    public IReadOnlyList<Socket> Sockets => _sockets;

    /// <summary>Listens at all the addresses; at <c>localhost</c> one of the two is enough.</summary>
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
                IPAddress? taken = null;
                foreach (var address in addresses)
                {
                    taken = Bind(sockets, address, port) ?? taken;
                }

                return new LocalListener(sockets, taken);
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

    /// <returns>The loopback address where the port is taken, when the other one was free.</returns>
    private static IPAddress? Bind(List<Socket> sockets, string address, int port)
    {
        if (!string.Equals(address, Localhost, StringComparison.OrdinalIgnoreCase))
        {
            sockets.Add(Listen(Parse(address), PortFor(sockets, port)));
            return null;
        }

        IPAddress? taken = null;
        SocketException? failure = null;
        var bound = 0;
        foreach (var loopback in new[] { IPAddress.Loopback, IPAddress.IPv6Loopback })
        {
            try
            {
                sockets.Add(Listen(loopback, PortFor(sockets, port)));
                bound++;
            }
            catch (SocketException e)
            {
                failure ??= e;
                taken = e.SocketErrorCode == SocketError.AddressAlreadyInUse ? loopback : taken;
            }
        }

        var mustRetry = bound == 0 || (port == 0 && taken is not null);
        return mustRetry && failure is not null ? throw failure : taken;
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
