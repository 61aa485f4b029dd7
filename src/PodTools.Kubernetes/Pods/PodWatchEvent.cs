namespace PodTools;

/// <summary>One change of a pod, as <c>Watch-Pod</c> emits it.</summary>
/// <param name="Type">What happened.</param>
/// <param name="Pod">The pod after the change, or its last known state when it was deleted.</param>
/// <param name="Time">When the change arrived here.</param>
/// <param name="Synthetic">
/// True when the server did not send the change: the history since the last one was no longer kept there (410 Expired), so
/// the pods were listed and compared with those known. Changes in between are then folded into one.
/// </param>
public sealed record PodWatchEvent(PodWatchEventType Type, Pod Pod, DateTimeOffset Time, bool Synthetic);
