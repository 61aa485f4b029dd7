namespace PodTools.Kubernetes.Tests;

/// <summary>Waits for conditions, never for times.</summary>
internal static class Deadline
{
    internal static async Task UntilAsync(Func<bool> condition, int seconds = 60)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(seconds));
        while (!condition())
        {
            await Task.Delay(5, limit.Token);
        }
    }
}
