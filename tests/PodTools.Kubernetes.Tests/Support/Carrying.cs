namespace PodTools.Kubernetes.Tests;

/// <summary>Carries bytes between two connections, as a proxy does.</summary>
internal static class Carrying
{
    /// <summary>Carries both ways until either side leaves. What the other way ends with then is looked at, too: nobody else would.</summary>
    public static async Task BothWaysAsync(Stream client, Stream server, CancellationToken stop)
    {
        using var over = CancellationTokenSource.CreateLinkedTokenSource(stop);
        Task[] directions = [client.CopyToAsync(server, over.Token), server.CopyToAsync(client, over.Token)];
        await Task.WhenAny(directions);
        await over.CancelAsync();
        await Task.WhenAll(directions).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }
}
