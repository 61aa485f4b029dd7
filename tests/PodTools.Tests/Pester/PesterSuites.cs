using Xunit.Abstractions;

namespace PodTools.Tests.Pester;

/// <summary>
/// Runs the suites of <c>tests/Pester</c> in real PowerShell, one after the other, on the module that this build left in
/// <c>out/PodTools</c>. A suite without tests, or with tests that did not run, is a failure: nothing is left out silently.
/// </summary>
public sealed class PesterSuites(PesterTally tally, ITestOutputHelper log) : IClassFixture<PesterTally>
{
    private const string Suffix = ".Tests.ps1";
    // Well above what the slowest suite needs, and below the time after which a test run counts as hanging.
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(4);

    /// <summary>Where the suites are.</summary>
    internal static string Folder { get; } = Path.Combine(Recordings.Root, "tests", "Pester");

    /// <summary>Their names.</summary>
    internal static IEnumerable<string> Names =>
        Directory.EnumerateFiles(Folder, $"*{Suffix}").Select(file => Path.GetFileName(file)[..^Suffix.Length]).Order(StringComparer.Ordinal);

    public static TheoryData<string> Suites => [.. Names];

    [PesterTheory]
    [MemberData(nameof(Suites))]
    public async Task Suite(string suite)
    {
        var run = await PesterRun.RunAsync(Path.Combine(Folder, suite + Suffix), Limit);
        tally.Add(suite, run.Outcome);
        log.WriteLine(run.Output);
        Assert.True(run.Problem is null, run.Problem);
    }
}
