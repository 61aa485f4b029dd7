using System.Diagnostics;
using System.Text;
using System.Text.Json;

namespace PodTools.Tests.Pester;

/// <summary>Runs a suite in a PowerShell of its own, for a bounded time.</summary>
internal sealed class PesterRun
{
    private PesterRun(PesterOutcome? outcome, string output, string? problem) => (Outcome, Output, Problem) = (outcome, output, problem);

    /// <summary>What came of the tests; null when the run ended before it could say so.</summary>
    public PesterOutcome? Outcome { get; }

    /// <summary>All that was printed.</summary>
    public string Output { get; }

    /// <summary>Why the run counts as failed; null when all its tests passed or were skipped by name.</summary>
    public string? Problem { get; }

    /// <summary>Runs a suite.</summary>
    /// <param name="suite">The full path of its file.</param>
    /// <param name="limit">When to kill it.</param>
    /// <returns>What came of it.</returns>
    public static async Task<PesterRun> RunAsync(string suite, TimeSpan limit)
    {
        var result = Path.Combine(Path.GetTempPath(), $"pester-{Guid.NewGuid():n}.json");
        var script = Path.Combine(PesterSuites.Folder, "Invoke-Suite.ps1");
        try
        {
            var output = new StringBuilder();
            var exitCode = await RunAsync(PowerShellHost.Start("-File", script, suite, "-Result", result), output, limit);
            var outcome = File.Exists(result) ? JsonSerializer.Deserialize<PesterOutcome>(await File.ReadAllTextAsync(result)) : null;
            return new(outcome, output.ToString(), FindProblem(outcome, exitCode, limit, output.ToString()));
        }
        finally
        {
            File.Delete(result);
        }
    }

    private static async Task<int?> RunAsync(ProcessStartInfo start, StringBuilder output, TimeSpan limit)
    {
        void Keep(string? line)
        {
            lock (output)
            {
                output.AppendLine(line);
            }
        }

        using var shell = new Process { StartInfo = start };
        shell.OutputDataReceived += (_, line) => Keep(line.Data);
        shell.ErrorDataReceived += (_, line) => Keep(line.Data);
        shell.Start();
        shell.StandardInput.Close();
        shell.BeginOutputReadLine();
        shell.BeginErrorReadLine();
        using var over = new CancellationTokenSource(limit);
        try
        {
            await shell.WaitForExitAsync(over.Token);
            return shell.ExitCode;
        }
        catch (OperationCanceledException)
        {
            shell.Kill(entireProcessTree: true);
            await shell.WaitForExitAsync(CancellationToken.None);
            return null;
        }
    }

    private static string? FindProblem(PesterOutcome? outcome, int? exitCode, TimeSpan limit, string output)
    {
        if (exitCode is null)
        {
            return $"PowerShell was killed after {limit.TotalSeconds} seconds. The last that it printed:\n{LastLines(output)}";
        }

        if (outcome is null)
        {
            return $"PowerShell ended with exit code {exitCode} before it wrote a result. The last that it printed:\n{LastLines(output)}";
        }

        var failures = outcome.Failures.Select(failure => $"{failure.Name}\n{failure.Message}")
            .Concat(outcome.Failed.Select(test => $"{test.Name}\n{test.Outcome}: {test.Message}"))
            .ToList();
        return failures.Count > 0 ? $"{failures.Count} failures:\n\n{string.Join("\n\n", failures)}"
            : outcome.Tests.Count == 0 ? "No test was found."
            : exitCode != 0 ? $"All tests passed, and yet PowerShell ended with exit code {exitCode}:\n{LastLines(output)}"
            : null;
    }

    private static string LastLines(string output) => string.Join('\n', output.TrimEnd().Split('\n').TakeLast(20));
}
