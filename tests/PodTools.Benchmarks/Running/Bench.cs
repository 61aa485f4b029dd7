namespace PodTools.Benchmarks;

/// <summary>What benchmarks run with.</summary>
/// <param name="Cluster">The cluster that both sides talk to.</param>
/// <param name="PowerShell">PowerShell with the module.</param>
/// <param name="Kubectl">kubectl; null when it is not there.</param>
/// <param name="Stop">Ends everything.</param>
internal sealed record Bench(BenchCluster Cluster, PowerShellSession PowerShell, Tool? Kubectl, CancellationToken Stop)
{
    /// <summary>Compares work in a PowerShell session with runs of kubectl in the namespace of the benchmarks.</summary>
    /// <param name="rounds">How many turns count.</param>
    /// <param name="prepare">What the session does first, uncounted.</param>
    /// <param name="work">What it is measured at; <c>$ns</c> is the namespace.</param>
    /// <param name="kubectl">The arguments of kubectl.</param>
    public Task<Comparison> CompareAsync(int rounds, string prepare, string work, params string[] kubectl) =>
        Comparison.RunAsync(rounds, () => MeasureAsync(prepare, work), Kubectl is null ? null : () => KubectlAsync(kubectl));

    /// <summary>Measures work in a PowerShell session.</summary>
    /// <param name="prepare">What the session does first, uncounted.</param>
    /// <param name="work">What it is measured at; <c>$ns</c> is the namespace.</param>
    public Task<Sample> MeasureAsync(string prepare, string work) =>
        PowerShell.MeasureAsync(Cluster.KubeConfig, $"$ns = '{Cluster.Namespace}'; {prepare}", work, Stop);

    /// <summary>Measures a run of kubectl.</summary>
    /// <param name="arguments">Its arguments, without the namespace.</param>
    public Task<Sample> KubectlAsync(params string[] arguments) =>
        Kubectl!.MeasureAsync(Cluster.KubeConfig, ["-n", Cluster.Namespace, .. arguments], Stop);
}
