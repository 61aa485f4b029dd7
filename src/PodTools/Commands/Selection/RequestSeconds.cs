namespace PodTools.Commands;

/// <summary>The values of -TimeoutSec.</summary>
internal static class RequestSeconds
{
    /// <summary>What counts when nothing is said.</summary>
    internal const int Usual = 100;

    /// <summary>The most that fits into a timer.</summary>
    internal const int Most = int.MaxValue / 1000;

    /// <summary>The limit as the client knows it.</summary>
    internal static TimeSpan ToLimit(int seconds) => seconds == 0 ? Timeout.InfiniteTimeSpan : TimeSpan.FromSeconds(seconds);
}
