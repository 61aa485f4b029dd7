using System.Diagnostics;

namespace PodTools.Tests.Pester;

/// <summary>The PowerShell on PATH, if it can run Pester suites.</summary>
internal static class PowerShellHost
{
    private static readonly TimeSpan AskingLimit = TimeSpan.FromMinutes(1);
    private static readonly Lazy<string?> Lack = new(FindLack);

    /// <summary>Why suites cannot run here, as a sentence; null when they can.</summary>
    public static string? WhySkipped => Lack.Value is { } lack ? $"The Pester suites {string.Join(", ", PesterSuites.Names)} did not run: {lack}." : null;

    /// <summary>How to start PowerShell without a profile and without questions.</summary>
    /// <param name="arguments">What to run.</param>
    /// <returns>The start information, with output redirected and plain.</returns>
    public static ProcessStartInfo Start(params IEnumerable<string> arguments) =>
        new("pwsh", ["-NoProfile", "-NonInteractive", .. arguments])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            Environment = { ["NO_COLOR"] = "1", ["POWERSHELL_TELEMETRY_OPTOUT"] = "1", ["POWERSHELL_UPDATECHECK"] = "Off" },
        };

    private static string? FindLack()
    {
        if (!IsOnPath())
        {
            return "there is no pwsh on PATH";
        }

        const string AskForPester = "@(Get-Module Pester -ListAvailable | Where-Object Version -GE '5.7').Count -gt 0";
        using var shell = Process.Start(Start("-Command", AskForPester))!;
        var answer = shell.StandardOutput.ReadToEndAsync();
        if (!shell.WaitForExit(AskingLimit))
        {
            shell.Kill(entireProcessTree: true);
            throw new TimeoutException($"pwsh did not say within {AskingLimit.TotalSeconds} seconds whether it has Pester.");
        }

        return answer.Result.Trim() == "True" ? null : "pwsh has no Pester of version 5.7 or later on its module path";
    }

    private static bool IsOnPath()
    {
        var folders = (Environment.GetEnvironmentVariable("PATH") ?? string.Empty).Split(Path.PathSeparator);
        var name = OperatingSystem.IsWindows() ? "pwsh.exe" : "pwsh";
        return folders.Any(folder => File.Exists(Path.Combine(folder, name)));
    }
}
