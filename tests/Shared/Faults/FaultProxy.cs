using System.Collections.Concurrent;
using System.Net.Sockets;

namespace PodTools.Tests;

/// <summary>
/// A TCP proxy on this machine between a client and a server, that cuts, stalls, delays, splits and corrupts what passes. It
/// knows nothing of TLS or HTTP: what it disturbs is disturbed anywhere. It can be away for a while and come back on its port.
/// </summary>
public sealed class FaultProxy : IAsyncDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private readonly ConcurrentDictionary<FaultyLink, bool> _links = new();
    private readonly ConcurrentBag<Task> _passing = [];
    private readonly int _target;
    private readonly Func<LinkFault> _answers;
    private readonly Func<LinkFault> _requests;
    private readonly ReservedPort _port = new();
    private TcpListener _listener;
    private Task _accepting;
    private int _connections;
    private int _cuts;

    /// <param name="target">The port on this machine to pass connections on to.</param>
    /// <param name="answers">What happens to the bytes that the server sends; asked once for each connection. Null for nothing.</param>
    /// <param name="requests">What happens to those that the client sends, likewise.</param>
    public FaultProxy(int target, Func<LinkFault>? answers = null, Func<LinkFault>? requests = null)
    {
        _target = target;
        _answers = answers ?? (static () => LinkFault.None);
        _requests = requests ?? (static () => LinkFault.None);
        _listener = _port.Listen();
        _accepting = AcceptAsync(_listener);
    }

    public int Port => _port.Number;

    /// <summary>How many connections were accepted.</summary>
    public int Connections => _connections;

    /// <summary>How many were cut because a fault said so.</summary>
    public int Cuts => _cuts;

    /// <summary>Resets all connections that are open.</summary>
    public void CutAll()
    {
        foreach (var link in _links.Keys)
        {
            link.Reset();
        }
    }

    /// <summary>Resets all connections and refuses new ones, as a server does that is down.</summary>
    public async Task GoAwayAsync()
    {
        _listener.Stop();
        await _accepting;
        CutAll();
    }

    /// <summary>Listens again on the same port.</summary>
    public void ComeBack()
    {
        _listener = _port.Listen();
        _accepting = AcceptAsync(_listener);
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await GoAwayAsync();
        await Task.WhenAll(_passing);
        _listener.Dispose();
        _port.Dispose();
        _stop.Dispose();
    }

    private async Task AcceptAsync(TcpListener listener)
    {
        try
        {
            while (true)
            {
                var link = new FaultyLink(await listener.AcceptSocketAsync(_stop.Token));
                Interlocked.Increment(ref _connections);
                _passing.Add(PassAsync(link));
            }
        }
        catch (Exception e) when (e is OperationCanceledException or SocketException or InvalidOperationException)
        {
            // Away, or the test is over.
        }
    }

    private async Task PassAsync(FaultyLink link)
    {
        _links[link] = true;
        using (link)
        {
            await link.PassAsync(_target, _answers(), _requests(), _stop.Token);
            Interlocked.Add(ref _cuts, link.WasCut ? 1 : 0);
        }

        _links.TryRemove(link, out _);
    }
}
