namespace PodTools.Benchmarks;

/// <summary>The medians of runs of both sides.</summary>
/// <param name="PodTools">Of PodTools.</param>
/// <param name="Kubectl">Of kubectl; null when it is not there, or has nothing that compares.</param>
internal sealed record Comparison(Sample PodTools, Sample? Kubectl)
{
    /// <summary>How many times faster PodTools is.</summary>
    public double? Ratio => Kubectl?.Seconds / PodTools.Seconds;

    /// <summary>
    /// Runs both sides in turns, so that whatever else the machine does meanwhile falls on both.
    /// </summary>
    /// <param name="rounds">How many turns count. When there are several, one more comes first and does not count: it warms up files, caches and the cluster.</param>
    /// <param name="podTools">Runs PodTools.</param>
    /// <param name="kubectl">Runs kubectl; null when it is not there.</param>
    public static async Task<Comparison> RunAsync(int rounds, Func<Task<Sample>> podTools, Func<Task<Sample>>? kubectl)
    {
        var ours = new List<Sample>();
        var theirs = new List<Sample>();
        var warmUps = rounds > 1 ? 1 : 0;
        for (var round = 0; round < rounds + warmUps; round++)
        {
            ours.Add(await podTools());
            if (kubectl is not null)
            {
                theirs.Add(await kubectl());
            }
        }

        return new(Median(ours.Skip(warmUps)), kubectl is null ? null : Median(theirs.Skip(warmUps)));
    }

    private static Sample Median(IEnumerable<Sample> samples)
    {
        var counted = samples.ToList();
        return new(
            counted.Select(sample => sample.Seconds).Order().ElementAt(counted.Count / 2),
            counted.Select(sample => sample.PeakBytes).Order().ElementAt(counted.Count / 2));
    }
}
