using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;

namespace PodTools.Benchmarks;

/// <summary>A local port that a process forwards until it is killed.</summary>
internal sealed partial class ForwardedPort : IDisposable
{
    private readonly Process _process;

    private ForwardedPort(Process process, int number) => (_process, Number) = (process, number);

    /// <summary>The number of the port.</summary>
    public int Number { get; }

    /// <summary>Waits until a process has said which port it listens on.</summary>
    public static async Task<ForwardedPort> OpenAsync(Process process, CancellationToken stop)
    {
        while (await process.StandardOutput.ReadLineAsync(stop) is { } line)
        {
            if (Listening().Match(line) is { Success: true } match)
            {
                // What it says about each connection must not fill a pipe that nobody reads.
                process.BeginErrorReadLine();
                _ = process.StandardOutput.BaseStream.CopyToAsync(Stream.Null, CancellationToken.None);
                return new(process, int.Parse(match.Groups[1].Value, CultureInfo.InvariantCulture));
            }
        }

        throw new InvalidOperationException($"No port was forwarded: {await process.StandardError.ReadToEndAsync(stop)}");
    }

    public void Dispose()
    {
        _process.Kill(entireProcessTree: true);
        _process.Dispose();
    }

    [GeneratedRegex(@"^(?:port |Forwarding from 127\.0\.0\.1:)(\d+)")]
    private static partial Regex Listening();
}
