namespace PodTools.Kubernetes.Streams;

/// <summary>The channels of the <c>channel.k8s.io</c> protocols: the first byte of every message of exec and attach.</summary>
internal enum StreamChannel : byte
{
    StandardInput = 0,
    StandardOutput = 1,
    StandardError = 2,

    /// <summary>Carries one <c>Status</c> as JSON when the command has ended.</summary>
    Error = 3,

    /// <summary>Carries the size of the terminal as <c>{"Width":w,"Height":h}</c>.</summary>
    Resize = 4,

    /// <summary>Only in v5: the next byte names a channel that will carry nothing more from this side.</summary>
    Close = 255,
}
