using System.Globalization;

namespace PodTools.Tests.Pester;

/// <summary>
/// Adds up Pester tests over all suites of a run into <c>TestResults/pester.count</c> ("passed failed skipped") and lists
/// those that were skipped in <c>TestResults/pester.skipped</c>, for a report that counts all tests. Safe for suites that
/// run side by side.
/// </summary>
internal sealed class PesterTally
{
    private static readonly string Folder = Path.Combine(Recordings.Root, "TestResults");
    private readonly object _gate = new();
    private readonly List<string> _skipped = [];
    private int _passed;
    private int _failed;

    private PesterTally()
    {
        Directory.CreateDirectory(Folder);
        File.Delete(Path.Combine(Folder, "pester.count"));
        File.Delete(Path.Combine(Folder, "pester.skipped"));
    }

    /// <summary>The count of this run.</summary>
    internal static PesterTally Current { get; } = new();

    /// <summary>Adds a suite.</summary>
    /// <param name="suite">Its name.</param>
    /// <param name="outcome">What came of it; null when it did not say.</param>
    internal void Add(string suite, PesterOutcome? outcome)
    {
        lock (_gate)
        {
            _failed += outcome is null ? 1 : outcome.Failures.Count + outcome.Failed.Count();
            _passed += outcome?.Tests.Count(test => test.Outcome == "Passed") ?? 0;
            _skipped.AddRange(outcome?.Skipped.Select(test => $"{suite}: {test.Name}{Because(test)}") ?? []);
            File.WriteAllText(Path.Combine(Folder, "pester.count"), string.Create(CultureInfo.InvariantCulture, $"{_passed} {_failed} {_skipped.Count}\n"));
            File.WriteAllLines(Path.Combine(Folder, "pester.skipped"), _skipped);
        }
    }

    private static string Because(PesterTest test) => test.Message.Length > 0 ? $" ({test.Message.ReplaceLineEndings(" ")})" : string.Empty;
}
