using System.Collections.Concurrent;
using System.Net.WebSockets;
using System.Text;

namespace PodTools.Kubernetes.Tests.Streams;

/// <summary>A pod's port as a kubelet serves it over a WebSocket; what it does with a connection is up to the test.</summary>
internal sealed class FakePodPort
{
    private readonly ConcurrentBag<Task> _served = [];

    /// <summary>What each connection does after the greeting; ends with a close frame.</summary>
    public required Func<SocketPair, Task> Serve { get; init; }

    /// <summary>The pods that can be connected to, by uid; others are answered as by a server that no longer has them.</summary>
    public ConcurrentDictionary<string, byte> Alive { get; } = new() { ["1"] = 0 };

    public ConcurrentQueue<string> Opened { get; } = [];

    public static Pod PodOf(string uid, string phase = "Running") => new()
    {
        Metadata = new ObjectMeta { Name = "web-" + uid, Namespace = "test", Uid = uid },
        Spec = new PodSpec { Containers = [new Container { Name = "main", Ports = [new ContainerPortSpec { Name = "web", ContainerPort = 8080 }] }] },
        Status = new PodStatus { Phase = phase },
    };

    public Task<WebSocket> OpenAsync(Pod pod, int port, CancellationToken cancellationToken)
    {
        var uid = pod.Metadata!.Uid!;
        Opened.Enqueue($"{uid}:{port}");
        if (!Alive.ContainsKey(uid))
        {
            throw new KubernetesException("NotFound", $"pods \"{pod.Name}\" not found");
        }

        var pair = SocketPair.Open("v4.channel.k8s.io");
        _served.Add(ServeAsync(pair, port));
        return Task.FromResult(pair.Client);
    }

    /// <summary>Sends back whatever comes.</summary>
    public static async Task EchoAsync(SocketPair pair)
    {
        while (await pair.ReceiveAsync() is { } message)
        {
            await pair.SendAsync(0, message.AsMemory(1));
        }
    }

    /// <summary>Answers as the recorded server did where nothing listens.</summary>
    public static Task RefuseAsync(SocketPair pair) =>
        pair.SendAsync(1, Encoding.UTF8.GetBytes("error forwarding port 81 to pod: connect: connection refused"));

    private async Task ServeAsync(SocketPair pair, int port)
    {
        var prefix = new[] { (byte)port, (byte)(port >> 8) };
        await pair.SendAsync(0, prefix);
        await pair.SendAsync(1, prefix);
        try
        {
            await Serve(pair);
            await pair.Server.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, null, default);
            while (await pair.ReceiveAsync() is not null)
            {
                // What still comes is not wanted, but not reading it would reset the connection.
            }
        }
        catch (Exception e) when (e is WebSocketException or ObjectDisposedException or IOException)
        {
            // The client left first.
        }
    }
}
