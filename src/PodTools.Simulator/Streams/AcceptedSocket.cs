using System.Net.WebSockets;

namespace PodTools.Simulator.Streams;

/// <summary>A WebSocket and the protocol that was agreed on; the framework's own property refuses names as SPDY's.</summary>
/// <param name="Socket">The socket.</param>
/// <param name="Protocol">The protocol, empty where the client named none.</param>
internal sealed record AcceptedSocket(WebSocket Socket, string Protocol);
