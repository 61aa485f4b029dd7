using System.Globalization;

namespace PodTools.Benchmarks;

/// <summary>A line of the table.</summary>
/// <param name="Benchmark">The name.</param>
/// <param name="PodTools">What PodTools did.</param>
/// <param name="Kubectl">What kubectl did.</param>
/// <param name="Ratio">How many times better PodTools is.</param>
/// <param name="Wanted">What is wanted, and whether it is so.</param>
internal sealed record Row(string Benchmark, string PodTools, string Kubectl, string Ratio, string Wanted)
{
    private const string Nothing = "-";
    private const double MegaByte = 1024 * 1024;

    /// <summary>Whether the benchmark broke down.</summary>
    public bool Failed { get; private init; }

    /// <summary>The head of the table.</summary>
    public static Row Head { get; } = new("benchmark", "PodTools", "kubectl", "ratio", "wanted");

    /// <summary>A line about times.</summary>
    public static Row OfTimes(string name, Comparison runs, string wanted, bool met) =>
        Of(name, runs, sample => $"{Text(sample.Seconds * 1000, 0)} ms", wanted, met);

    /// <summary>A line about the throughput of so many bytes, which must not be below kubectl's.</summary>
    public static Row OfThroughput(string name, Comparison runs, long bytes) =>
        Of(name, runs, sample => $"{Text(bytes / MegaByte / sample.Seconds, 0)} MB/s", "not below kubectl", runs.Ratio is null or >= 1);

    /// <summary>A line about time and memory, of which memory is limited.</summary>
    public static Row OfMemory(string name, Comparison runs, long limit) => Of(
        name,
        runs,
        sample => $"{Text(sample.PeakBytes / MegaByte, 0)} MB, {Text(sample.Seconds, 1)} s",
        $"below {Text(limit / MegaByte, 0)} MB",
        runs.PodTools.PeakBytes < limit);

    /// <summary>A line about a benchmark that has no sense here.</summary>
    public static Row OfSkipped(string name, string why) => new(name, $"skipped: {why}", Nothing, Nothing, Nothing);

    /// <summary>A line about a benchmark that could not be measured.</summary>
    public static Row OfFailure(string name, string problem) => new(name, $"failed: {problem}", Nothing, Nothing, Nothing) { Failed = true };

    /// <summary>A line with a text for each side.</summary>
    public static Row Of(string name, Comparison runs, Func<Sample, string> text, string wanted, bool met) => new(
        name,
        text(runs.PodTools),
        runs.Kubectl is null ? Nothing : text(runs.Kubectl),
        runs.Ratio is { } ratio ? $"{Text(ratio, 1)}x" : Nothing,
        $"{wanted}: {(met ? "yes" : "NO")}");

    /// <inheritdoc/>
    public override string ToString() => $"{Benchmark}: {PodTools}, kubectl {Kubectl}, {Ratio}, {Wanted}";

    private static string Text(double value, int digits) => value.ToString($"F{digits}", CultureInfo.InvariantCulture);
}
