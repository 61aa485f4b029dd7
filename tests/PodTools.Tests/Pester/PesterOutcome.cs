namespace PodTools.Tests.Pester;

/// <summary>What came of a suite, as <c>Invoke-Suite.ps1</c> writes it.</summary>
/// <param name="Failures">What failed outside of a test, such as in a BeforeAll block or while tests were being found.</param>
/// <param name="Tests">Every test that was found.</param>
internal sealed record PesterOutcome(IReadOnlyList<PesterFailure> Failures, IReadOnlyList<PesterTest> Tests)
{
    /// <summary>Tests that neither passed nor were skipped: those that were not run are failures, too.</summary>
    public IEnumerable<PesterTest> Failed => Tests.Where(test => test.Outcome is not ("Passed" or "Skipped"));

    /// <summary>Tests that were left out.</summary>
    public IEnumerable<PesterTest> Skipped => Tests.Where(test => test.Outcome == "Skipped");
}
