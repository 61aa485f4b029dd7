using System.Diagnostics;

namespace PodTools.Simulator.Tests.Kubectl;

/// <summary>The versions of kubectl on this machine, and a way to run one against a simulator.</summary>
internal static class Kubectl
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    /// <summary>The programs named <c>kubectl</c> or <c>kubectl.*</c> on PATH, and beside the one that PATH leads to.</summary>
    public static IReadOnlyList<string> Programs { get; } = Find();

    /// <summary>Runs kubectl to its end.</summary>
    public static async Task<(int ExitCode, string Output, string Error)> RunAsync(string program, PodSimulator simulator, params string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["KUBECONFIG"] = simulator.KubeConfig;
        start.Environment["HOME"] = Path.GetDirectoryName(simulator.KubeConfig);
        using var process = Process.Start(start)!;
        using var deadline = new CancellationTokenSource(Patience);
        try
        {
            var output = process.StandardOutput.ReadToEndAsync(deadline.Token);
            var error = process.StandardError.ReadToEndAsync(deadline.Token);
            await process.WaitForExitAsync(deadline.Token);
            return (process.ExitCode, await output, await error);
        }
        finally
        {
            if (!process.HasExited)
            {
                process.Kill(entireProcessTree: true);
            }
        }
    }

    private static List<string> Find()
    {
        var folders = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries);
        var first = folders.Select(folder => Path.Combine(folder, "kubectl")).FirstOrDefault(File.Exists);
        if (first is null)
        {
            return [];
        }

        var real = File.ResolveLinkTarget(first, returnFinalTarget: true)?.FullName ?? first;
        var versions = Directory.EnumerateFiles(Path.GetDirectoryName(real)!, "kubectl.*").Order(StringComparer.Ordinal).ToList();
        return versions.Count > 0 ? versions : [real];
    }
}
