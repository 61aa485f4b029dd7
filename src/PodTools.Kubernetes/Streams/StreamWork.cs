namespace PodTools.Kubernetes.Streams;

/// <summary>Something that is done with a stream: reading it, or writing to it.</summary>
internal delegate Task StreamWork(Stream stream, CancellationToken cancellationToken);
