using System.Diagnostics;

namespace PodTools.Kubernetes.Tests;

/// <summary>
/// Shows that something stops within 100 ms of its cancellation. The best of some attempts counts: a busy machine may hold up
/// one or the other, but code that waits for something would be late each time.
/// </summary>
internal static class Promptness
{
    private const int Attempts = 20;
    private static readonly TimeSpan Limit = TimeSpan.FromMilliseconds(100);

    /// <summary>Runs an attempt, which gives back how long the end took.</summary>
    internal static async Task AssertAsync(Func<CancellationTokenSource, Task<TimeSpan>> attempt)
    {
        var best = TimeSpan.MaxValue;
        for (var i = 0; i < Attempts && best > Limit; i++)
        {
            using var stop = new CancellationTokenSource();
            var took = await attempt(stop);
            best = took < best ? took : best;
        }

        Assert.InRange(best, TimeSpan.Zero, Limit);
    }

    /// <summary>Cancels, and measures how long the work takes to end.</summary>
    internal static async Task<TimeSpan> CancelAsync(CancellationTokenSource stop, Task work)
    {
        var clock = Stopwatch.StartNew();
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => work);
        return clock.Elapsed;
    }
}
