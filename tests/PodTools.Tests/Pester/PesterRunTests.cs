namespace PodTools.Tests.Pester;

/// <summary>Whatever keeps a suite from running its tests is a failure that says so.</summary>
public sealed class PesterRunTests
{
    private static readonly TimeSpan Ample = TimeSpan.FromMinutes(2);

    [PesterTheory]
    [InlineData("", "No test was found.")]
    [InlineData("Describe 'a' { It 'b' { ", "1 failures:")]
    [InlineData("Describe 'a' { It 'b' { 1 | Should -Be 2 } }", "Expected 2, but got 1.")]
    [InlineData("Describe 'a' { BeforeAll { throw 'bang' }; It 'b' { } }", "bang")]
    [InlineData("Describe 'a' { It 'b' { } }; BeforeDiscovery { [Environment]::Exit(3) }", "exit code 3")]
    public async Task Failures_are_told(string suite, string expected) =>
        Assert.Contains(expected, (await RunAsync(suite, Ample)).Problem, StringComparison.Ordinal);

    [PesterTheory]
    [InlineData("Describe 'a' { It 'hangs' { Start-Sleep 3600 } }")]
    public async Task A_suite_that_hangs_is_killed(string suite) =>
        Assert.Contains("was killed after 5 seconds", (await RunAsync(suite, TimeSpan.FromSeconds(5))).Problem, StringComparison.Ordinal);

    [PesterTheory]
    [InlineData("Describe 'a' { It 'passes' { }; It 'waits for kubectl' -Skip { } }")]
    public async Task Skipped_tests_are_named(string suite)
    {
        var run = await RunAsync(suite, Ample);
        Assert.Null(run.Problem);
        Assert.Equal(["a.waits for kubectl"], run.Outcome!.Skipped.Select(test => test.Name));
    }

    private static async Task<PesterRun> RunAsync(string suite, TimeSpan limit)
    {
        var file = Path.Combine(Path.GetTempPath(), $"{Guid.NewGuid():n}.Tests.ps1");
        await File.WriteAllTextAsync(file, suite);
        try
        {
            return await PesterRun.RunAsync(file, limit);
        }
        finally
        {
            File.Delete(file);
        }
    }
}
