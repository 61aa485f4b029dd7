namespace PodTools.Kubernetes.Tests;

/// <summary>The kinds of frames of RFC 9113 that these tests know; others pass by unread.</summary>
internal enum Http2FrameType : byte
{
    Data = 0,
    Headers = 1,
    Reset = 3,
    Settings = 4,
    Ping = 6,
    GoAway = 7,
}
