namespace PodTools.Simulator.Streams;

/// <summary>Serves the subresources of a pod that are streams: log, exec, attach and portforward.</summary>
internal interface IPodStreams
{
    /// <summary>
    /// Answers one request. A refusal is thrown as an <see cref="Api.ApiException"/> before anything is written; the
    /// caller turns it into a Status. Returns when the stream has ended.
    /// </summary>
    Task ServeAsync(PodStreamRequest request, CancellationToken cancellation);
}
