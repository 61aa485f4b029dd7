using Xunit.Abstractions;

namespace PodTools.Tests.Pester;

/// <summary>
/// Runs suites of <c>tests/Pester</c> in real PowerShell, on the module that this build left in <c>out/PodTools</c>. A suite
/// without tests, or with tests that did not run, is a failure: nothing is left out silently. The two halves run side by side.
/// </summary>
public abstract class PesterSuites(ITestOutputHelper log)
{
    private const string Suffix = ".Tests.ps1";

    // Well above what the slowest suite needs, and below the time after which a test run counts as hanging.
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(4);

    /// <summary>Where the suites are.</summary>
    internal static string Folder { get; } = Path.Combine(Recordings.Root, "tests", "Pester");

    /// <summary>Their names.</summary>
    internal static IReadOnlyList<string> Names { get; } =
        [.. Directory.EnumerateFiles(Folder, $"*{Suffix}").Select(file => Path.GetFileName(file)[..^Suffix.Length]).Order(StringComparer.Ordinal)];

    /// <summary>The suites that run on any cluster, or the others.</summary>
    /// <param name="endToEnd">Which of them.</param>
    protected static TheoryData<string> SuitesOf(bool endToEnd) =>
        [.. Names.Where(name => File.ReadAllText(PathOf(name)).Contains("EndToEnd.ps1", StringComparison.Ordinal) == endToEnd)];

    /// <summary>Runs a suite.</summary>
    protected async Task RunAsync(string suite)
    {
        var run = await PesterRun.RunAsync(PathOf(suite), Limit);
        PesterTally.Current.Add(suite, run.Outcome);
        log.WriteLine(run.Output);
        Assert.True(run.Problem is null, run.Problem);
    }

    private static string PathOf(string suite) => Path.Combine(Folder, suite + Suffix);
}
