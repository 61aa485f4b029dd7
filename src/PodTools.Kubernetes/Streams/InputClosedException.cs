namespace PodTools.Kubernetes.Streams;

/// <summary>The remote command no longer reads: other than a failure to read what is to be written, this may be quite normal.</summary>
internal sealed class InputClosedException(Exception cause)
    : IOException("The remote command no longer reads its input: it has ended, or the connection to it was lost.", cause);
