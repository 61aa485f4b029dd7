namespace PodTools.Benchmarks;

/// <summary>What figures depend on, told above the table.</summary>
internal static class Surroundings
{
    /// <summary>Names the cluster, the programs and the machine.</summary>
    public static async Task<string> TellAsync(Bench bench, Tool pwsh)
    {
        var cluster = bench.Cluster.Simulator is null ? $"the cluster of {bench.Cluster.KubeConfig}" : "the simulator";
        var shell = await pwsh.ReadAsync(bench.Cluster.KubeConfig, ["--version"], bench.Stop);
        var kubectl = bench.Kubectl is null ? "no kubectl" : await KubectlVersionAsync(bench, bench.Kubectl);
        return $"On {cluster}, with {shell} and {kubectl}, {Environment.ProcessorCount} processors. Medians of runs in turns, after one to warm up.";
    }

    private static async Task<string> KubectlVersionAsync(Bench bench, Tool kubectl)
    {
        var text = await kubectl.ReadAsync(bench.Cluster.KubeConfig, ["version", "--client"], bench.Stop);
        return $"kubectl ({text.Split('\n')[0]})";
    }
}
