using System.Diagnostics;

namespace PodTools.Simulator.Tests.Kubectl;

/// <summary>One version of kubectl, run against a simulator.</summary>
internal sealed class Kubectl(string program, PodSimulator simulator)
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    /// <summary>The programs named <c>kubectl.*</c> beside the one that PATH leads to, or that one; none where there is no kubectl.</summary>
    public static IReadOnlyList<string> Programs { get; } = Find();

    /// <summary>The folder in which it runs, where files for it can be left.</summary>
    public string Folder { get; } = Path.GetDirectoryName(simulator.KubeConfig)!;

    /// <summary>Starts kubectl and lets it run.</summary>
    public Process Start(params IEnumerable<string> arguments)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = Folder,
        };
        start.Environment["KUBECONFIG"] = simulator.KubeConfig;
        start.Environment["HOME"] = Folder;
        return Process.Start(start)!;
    }

    /// <summary>Runs kubectl to its end.</summary>
    public Task<KubectlResult> RunAsync(params string[] arguments) => RunAsync(arguments, "");

    /// <summary>Runs kubectl to its end, with an input.</summary>
    public async Task<KubectlResult> RunAsync(IEnumerable<string> arguments, string input)
    {
        using var process = Start(arguments);
        using var deadline = new CancellationTokenSource(Patience);
        try
        {
            var output = process.StandardOutput.ReadToEndAsync(deadline.Token);
            var error = process.StandardError.ReadToEndAsync(deadline.Token);
            await WriteAsync(process, input);
            await process.WaitForExitAsync(deadline.Token);
            return new KubectlResult(process.ExitCode, await output, await error);
        }
        finally
        {
            if (!process.HasExited)
            {
                process.Kill(entireProcessTree: true);
            }
        }
    }

    /// <summary>The first lines that kubectl prints; it is ended then.</summary>
    public async Task<string> LinesAsync(IEnumerable<string> arguments, int lines)
    {
        using var process = Start(arguments);
        using var deadline = new CancellationTokenSource(Patience);
        try
        {
            return await ReadLinesAsync(process, lines, deadline.Token);
        }
        finally
        {
            process.Kill();
        }
    }

    /// <summary>Runs kubectl until it has printed a number of lines, and interrupts it then as Ctrl+C does.</summary>
    public async Task<KubectlResult> InterruptAsync(IEnumerable<string> arguments, int lines)
    {
        using var process = Start(arguments);
        using var deadline = new CancellationTokenSource(Patience);
        var printed = await ReadLinesAsync(process, lines, deadline.Token);

        // The first may come before it listens to signals, and be lost where it inherited to ignore them.
        for (var ending = process.WaitForExitAsync(deadline.Token); !ending.IsCompletedSuccessfully; await Task.WhenAny(ending, Task.Delay(200, deadline.Token)))
        {
            using var signal = Process.Start("kill", ["-INT", $"{process.Id}"]);
            await signal.WaitForExitAsync(deadline.Token);
        }

        return new KubectlResult(
            process.ExitCode,
            printed + await process.StandardOutput.ReadToEndAsync(deadline.Token),
            await process.StandardError.ReadToEndAsync(deadline.Token));
    }

    private static async Task<string> ReadLinesAsync(Process process, int lines, CancellationToken cancellation)
    {
        var printed = new List<string>();
        while (printed.Count < lines && await process.StandardOutput.ReadLineAsync(cancellation) is { } line)
        {
            printed.Add(line + "\n");
        }

        return string.Concat(printed);
    }

    // One that ends without reading its input closes the pipe.
    private static async Task WriteAsync(Process process, string input)
    {
        try
        {
            await process.StandardInput.WriteAsync(input);
            process.StandardInput.Close();
        }
        catch (IOException) when (process.WaitForExit(Patience))
        {
            // What it printed tells why.
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
