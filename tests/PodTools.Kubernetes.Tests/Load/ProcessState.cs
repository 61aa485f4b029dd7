using System.Diagnostics;

namespace PodTools.Kubernetes.Tests.Load;

/// <summary>What a process holds, after everything that nobody holds has been collected.</summary>
internal sealed record ProcessState(int Handles, int Threads, long Bytes)
{
    public static ProcessState Take()
    {
        for (var i = 0; i < 3; i++)
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
        }

        using var process = Process.GetCurrentProcess();
        return new(process.HandleCount, process.Threads.Count, GC.GetTotalMemory(forceFullCollection: true));
    }

    /// <summary>Waits until no more is held than so much more than before, and says what is held if that never comes.</summary>
    public async Task<ProcessState> SettleAsync(int handles, int threads, long bytes)
    {
        var now = Take();
        for (var end = DateTime.UtcNow.AddMinutes(1); !(now.Handles <= Handles + handles && now.Threads <= Threads + threads && now.Bytes <= Bytes + bytes) && DateTime.UtcNow < end; now = Take())
        {
            await Task.Delay(500);
        }

        return now;
    }

    public override string ToString() => $"{Handles} handles, {Threads} threads, {Bytes / 1048576.0:0.0} MB";
}
