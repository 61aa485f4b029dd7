using System.Globalization;

namespace PodTools.Kubernetes;

/// <summary>The objects of a collection as the watcher last saw them, by uid.</summary>
internal sealed class KnownObjects<T>
    where T : IKubernetesObject
{
    private readonly Dictionary<string, T> _byUid = [];

    internal static string KeyOf(T item) => item.Metadata?.Uid ?? $"{item.Metadata?.Namespace}/{item.Metadata?.Name}";

    internal Dictionary<string, T> Snapshot() => new(_byUid);

    /// <summary>Takes over a newer state of an object.</summary>
    /// <param name="item">The object.</param>
    /// <param name="whenUnknown">What it means that the object was not known.</param>
    /// <returns>What happened to the object; null when this state, or a newer one, is known already.</returns>
    internal PodWatchEventType? Update(T item, PodWatchEventType whenUnknown = PodWatchEventType.Added)
    {
        var key = KeyOf(item);
        var known = _byUid.TryGetValue(key, out var before);
        if (known && !IsNewer(item, before!))
        {
            return null;
        }

        _byUid[key] = item;
        return known ? PodWatchEventType.Modified : whenUnknown;
    }

    /// <summary>Forgets an object.</summary>
    /// <returns>Whether it was known.</returns>
    internal bool Remove(T item) => _byUid.Remove(KeyOf(item));

    private static bool IsNewer(T item, T before)
    {
        var (version, known) = (item.Metadata?.ResourceVersion, before.Metadata?.ResourceVersion);
        return ulong.TryParse(version, NumberStyles.None, CultureInfo.InvariantCulture, out var a)
            && ulong.TryParse(known, NumberStyles.None, CultureInfo.InvariantCulture, out var b)
                ? a > b
                : version != known;
    }
}
