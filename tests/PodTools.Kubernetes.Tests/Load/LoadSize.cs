using System.Globalization;

namespace PodTools.Kubernetes.Tests.Load;

/// <summary>How much load the load tests make: a little, or with <c>PODTOOLS_TEST_LOAD=full</c> all that is promised.</summary>
/// <param name="Pods">How many pods are listed.</param>
/// <param name="Workers">How many clients work at once.</param>
/// <param name="Watches">How many watches are open at once.</param>
/// <param name="Churn">How long pods come and go, by the clock of the cluster.</param>
/// <param name="History">How many bytes the changes and events of that time may take.</param>
internal sealed record LoadSize(int Pods, int Workers, int Watches, TimeSpan Churn, long History)
{
    public static LoadSize Current { get; } = Environment.GetEnvironmentVariable("PODTOOLS_TEST_LOAD") == "full"
        ? new(Pods: 10_000, Workers: 50, Watches: 1000, Churn: TimeSpan.FromHours(1), History: 200 << 20)
        : new(Pods: 200, Workers: 10, Watches: 40, Churn: TimeSpan.FromMinutes(4), History: 50 << 20);

    public override string ToString() =>
        string.Create(CultureInfo.InvariantCulture, $"{Pods} pods, {Workers} workers, {Watches} watches, {Churn.TotalMinutes} minutes of churn");
}
