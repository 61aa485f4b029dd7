using System.Text.RegularExpressions;

namespace PodTools.Commands;

/// <summary>Picks entries of a log by their text. Remarks about the log pass whatever they say.</summary>
/// <param name="match">What a line must match; null for anything.</param>
/// <param name="notMatch">What a line must not match; null for nothing.</param>
/// <exception cref="ArgumentException">One of them is no regular expression.</exception>
internal sealed class LogFilter(string? match, string? notMatch)
{
    // As PowerShell's own -match: upper and lower case are the same. A pattern that explodes on a line must not hang the log.
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(5);

    private readonly Regex? _match = Compile(match);
    private readonly Regex? _notMatch = Compile(notMatch);

    /// <summary>Whether an entry is wanted.</summary>
    /// <param name="entry">The entry.</param>
    public bool Takes(PodLogEntry entry) => entry.Kind != PodLogEntryKind.Line
        || (_match?.IsMatch(entry.Message) != false && _notMatch?.IsMatch(entry.Message) != true);

    private static Regex? Compile(string? pattern) =>
        pattern is null ? null : new Regex(pattern, RegexOptions.IgnoreCase | RegexOptions.CultureInvariant, Limit);
}
