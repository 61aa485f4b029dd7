using PodTools.Simulator.Http;
using PodTools.Simulator.Store;

namespace PodTools.Simulator.Streams;

/// <summary>A request for log, exec, attach or portforward of a pod that exists and that the user may reach.</summary>
/// <param name="Subresource">Which of the four.</param>
/// <param name="Pod">The pod as it was when the request came.</param>
/// <param name="Exchange">The request with its query, and the way to answer it or to upgrade the connection.</param>
internal sealed record PodStreamRequest(string Subresource, StoredObject Pod, HttpExchange Exchange);
