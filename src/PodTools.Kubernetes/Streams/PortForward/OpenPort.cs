using System.Net.WebSockets;

namespace PodTools.Kubernetes.Streams;

/// <summary>Opens the WebSocket that carries one connection to a port of a pod.</summary>
/// <param name="pod">The pod.</param>
/// <param name="port">The port's number.</param>
/// <param name="cancellationToken">Ends the attempt.</param>
internal delegate Task<WebSocket> OpenPort(Pod pod, int port, CancellationToken cancellationToken);
