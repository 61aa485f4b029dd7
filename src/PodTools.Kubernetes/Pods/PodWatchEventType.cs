namespace PodTools;

/// <summary>What happened to a pod under watch.</summary>
public enum PodWatchEventType
{
    /// <summary>The pod exists: it was there when the watch began, was created, or came to match the selector.</summary>
    Added,

    /// <summary>The pod changed.</summary>
    Modified,

    /// <summary>The pod is gone, or no longer matches the selector; the event carries its last state.</summary>
    Deleted,
}
