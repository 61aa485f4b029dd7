using System.Diagnostics;
using System.Globalization;
using Xunit.Abstractions;

namespace PodTools.Tests.Manifests;

/// <summary>
/// Runs a check on random input again and again: for some seconds, or as often as the environment variable
/// <c>PODTOOLS_FUZZ_MUTATIONS</c> says. Each input has a seed of its own, which a failure names; with
/// <c>PODTOOLS_FUZZ_SEED</c> a run begins with that one.
/// </summary>
internal static class Fuzzing
{
    private static readonly TimeSpan Budget = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    /// <summary>Runs a check.</summary>
    /// <param name="output">Where the seed and the number of inputs are printed.</param>
    /// <param name="make">Makes an input of random numbers.</param>
    /// <param name="check">Checks it. It fails by throwing, or by taking longer than half a minute.</param>
    public static void Run(ITestOutputHelper output, Func<Random, string> make, Action<string> check)
    {
        var wanted = Number("PODTOOLS_FUZZ_MUTATIONS");
        var seed = Number("PODTOOLS_FUZZ_SEED") ?? Environment.TickCount & int.MaxValue;
        var clock = Stopwatch.StartNew();
        var done = 0;
        for (; wanted is { } count ? done < count : clock.Elapsed < Budget; done++)
        {
            var input = make(new Random(seed + done));
            var before = clock.Elapsed;
            var crash = Record.Exception(() => check(input));
            Assert.True(crash is null, $"Seed {seed + done}: {crash}\n{input}");
            Assert.True(clock.Elapsed - before < Patience, $"Seed {seed + done}: took {clock.Elapsed - before}.\n{input}");
        }

        output.WriteLine($"{done} inputs from seed {seed} on in {clock.Elapsed.TotalSeconds:0.0} s");
    }

    private static int? Number(string variable) =>
        int.TryParse(Environment.GetEnvironmentVariable(variable), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;
}
