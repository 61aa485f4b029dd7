using System.Diagnostics;
using System.Text;

namespace PodTools.Benchmarks;

/// <summary>A program of this machine that is measured.</summary>
/// <param name="path">Its file.</param>
internal sealed class Tool(string path)
{
    private const int BufferSize = 64 * 1024;
    private static readonly TimeSpan Glance = TimeSpan.FromMilliseconds(20);

    /// <summary>Finds a program: where an environment variable says, else on PATH.</summary>
    /// <returns>Null when it is not there.</returns>
    public static Tool? Find(string name, string variable)
    {
        if (Environment.GetEnvironmentVariable(variable) is { Length: > 0 } given)
        {
            return new(given);
        }

        var file = OperatingSystem.IsWindows() ? $"{name}.exe" : name;
        return (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator)
            .Select(folder => Path.Combine(folder, file))
            .Where(File.Exists)
            .Select(found => new Tool(found))
            .FirstOrDefault();
    }

    /// <summary>Starts the program with its streams redirected and nothing to read.</summary>
    /// <param name="kubeConfig">The cluster for it.</param>
    /// <param name="arguments">Its arguments.</param>
    public Process Start(string kubeConfig, params IEnumerable<string> arguments) =>
        Process.Start(new ProcessStartInfo(path, arguments)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            Environment = { ["KUBECONFIG"] = kubeConfig, ["NO_COLOR"] = "1", ["POWERSHELL_TELEMETRY_OPTOUT"] = "1", ["POWERSHELL_UPDATECHECK"] = "Off" },
        })!;

    /// <summary>Runs the program to its end, whatever it prints.</summary>
    public async Task<Sample> MeasureAsync(string kubeConfig, IEnumerable<string> arguments, CancellationToken stop) =>
        await RunAsync(kubeConfig, arguments, Stream.Null, stop);

    /// <summary>Runs the program to its end.</summary>
    /// <returns>What it printed.</returns>
    public async Task<string> ReadAsync(string kubeConfig, IEnumerable<string> arguments, CancellationToken stop)
    {
        using var output = new MemoryStream();
        await RunAsync(kubeConfig, arguments, output, stop);
        return Encoding.UTF8.GetString(output.ToArray()).Trim();
    }

    private async Task<Sample> RunAsync(string kubeConfig, IEnumerable<string> arguments, Stream output, CancellationToken stop)
    {
        var clock = Stopwatch.StartNew();
        using var process = Start(kubeConfig, arguments);
        using var killed = stop.Register(() => process.Kill(entireProcessTree: true));
        process.StandardInput.Close();
        var errors = process.StandardError.ReadToEndAsync(CancellationToken.None);
        var peak = WatchMemoryAsync(process);
        await process.StandardOutput.BaseStream.CopyToAsync(output, BufferSize, CancellationToken.None);
        await process.WaitForExitAsync(CancellationToken.None);
        var elapsed = clock.Elapsed.TotalSeconds;
        stop.ThrowIfCancellationRequested();
        return process.ExitCode == 0
            ? new(elapsed, await peak)
            : throw new InvalidOperationException($"{Path.GetFileName(path)} ended with exit code {process.ExitCode}: {(await errors).Trim()}");
    }

    /// <summary>The system forgets the peak of a process with it: it is asked now and then until the end.</summary>
    private static async Task<long> WatchMemoryAsync(Process process)
    {
        long peak = 0;
        while (!process.HasExited)
        {
            process.Refresh();
            try
            {
                peak = Math.Max(peak, process.PeakWorkingSet64);
            }
            catch (InvalidOperationException)
            {
                // It has just ended.
            }

            await Task.WhenAny(process.WaitForExitAsync(), Task.Delay(Glance));
        }

        return peak;
    }
}
