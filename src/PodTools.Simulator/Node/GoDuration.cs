using System.Globalization;

namespace PodTools.Simulator.Node;

/// <summary>Writes durations as Kubernetes' messages do.</summary>
internal static class GoDuration
{
    /// <summary>A duration of whole seconds, as <c>10s</c>, <c>1m20s</c> or <c>5m0s</c>.</summary>
    public static string Text(TimeSpan duration) =>
        duration < TimeSpan.FromMinutes(1)
            ? string.Create(CultureInfo.InvariantCulture, $"{(int)duration.TotalSeconds}s")
            : string.Create(CultureInfo.InvariantCulture, $"{(int)duration.TotalMinutes}m{duration.Seconds}s");
}
