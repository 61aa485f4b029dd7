namespace PodTools.Kubernetes;

/// <summary>
/// One change of an object under watch; see <see cref="PodWatchEvent"/> for the fields. Without type and object it says that
/// the list with which a watch begins is complete.
/// </summary>
internal sealed record ResourceChange<T>(PodWatchEventType? Type, T? Object, DateTimeOffset Time, bool Synthetic);
