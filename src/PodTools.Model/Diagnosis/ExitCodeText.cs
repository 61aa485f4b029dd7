using System.Globalization;

namespace PodTools;

/// <summary>What an exit code means, in words.</summary>
public static class ExitCodeText
{
    private const int SignalBase = 128;

    private static readonly Dictionary<int, string> Signals = new()
    {
        [1] = "SIGHUP, its terminal went away",
        [2] = "SIGINT, it was interrupted",
        [3] = "SIGQUIT, it was told to quit",
        [4] = "SIGILL, it ran an instruction that the processor does not know: is the image built for this architecture?",
        [6] = "SIGABRT, it gave up by itself, often after a failed assertion",
        [7] = "SIGBUS, it touched memory that is not there",
        [8] = "SIGFPE, it divided by zero or the like",
        [9] = "SIGKILL, it was killed",
        [11] = "SIGSEGV, it touched memory that is not its own",
        [13] = "SIGPIPE, nobody read what it wrote",
        [15] = "SIGTERM, it was asked to end",
    };

    /// <summary>Says what an exit code means.</summary>
    /// <param name="exitCode">The exit code of a container; above 128 it tells the signal that ended it.</param>
    /// <returns>Such as <c>137 (SIGKILL, it was killed)</c>; the number alone when there is nothing to say about it.</returns>
    public static string Of(int exitCode)
    {
        var meaning = exitCode switch
        {
            0 => "success",
            1 => "a general error",
            126 => "the command cannot be executed",
            127 => "the command was not found",
            255 => "an error outside the usual codes",
            > SignalBase when Signals.TryGetValue(exitCode - SignalBase, out var signal) => signal,
            > SignalBase and < SignalBase + 65 => string.Create(CultureInfo.InvariantCulture, $"signal {exitCode - SignalBase}"),
            _ => null,
        };
        var code = exitCode.ToString(CultureInfo.InvariantCulture);
        return meaning is null ? code : $"{code} ({meaning})";
    }
}
