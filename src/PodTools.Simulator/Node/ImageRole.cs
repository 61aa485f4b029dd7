namespace PodTools.Simulator.Node;

/// <summary>What a container of an image does when its spec gives no command.</summary>
internal enum ImageRole
{
    /// <summary>It does nothing until it is stopped.</summary>
    Idle,

    /// <summary>It serves a welcome page and logs each access.</summary>
    WebServer,

    /// <summary>It answers with text that names the pod.</summary>
    EchoServer,

    /// <summary>It is a shell without input, which ends at once.</summary>
    Shell,
}
