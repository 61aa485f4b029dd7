using System.Globalization;
using System.Text.RegularExpressions;

namespace PodTools.Simulator.Node.Containers;

/// <summary>
/// Commands that do nothing but wait, as most pods in rehearsals do. They are played instead of run: thousands cost
/// nothing, and they wait by the cluster's clock.
/// </summary>
internal static partial class SleepCommand
{
    /// <summary>How long a command sleeps; null when it is another command. A sleep without end is the longest time there is.</summary>
    public static TimeSpan? DurationOf(IReadOnlyList<string> command)
    {
        var line = command switch
        {
            [_, "-c", var script] when IsShell(command[0]) => script.Trim(),
            _ => string.Join(' ', command),
        };
        var sleep = Sleep().Match(line);
        if (!sleep.Success)
        {
            return line is "tail -f /dev/null" ? TimeSpan.MaxValue : null;
        }

        var amount = sleep.Groups["amount"].Value;
        return amount is "infinity" or "inf" ? TimeSpan.MaxValue
            : double.Parse(amount, CultureInfo.InvariantCulture) * (sleep.Groups["unit"].Value switch
            {
                "m" => TimeSpan.FromMinutes(1),
                "h" => TimeSpan.FromHours(1),
                "d" => TimeSpan.FromDays(1),
                _ => TimeSpan.FromSeconds(1),
            });
    }

    private static bool IsShell(string program) => program is "sh" or "bash" or "ash" or "/bin/sh" or "/bin/bash" or "/bin/ash";

    [GeneratedRegex(@"^(exec )?(/bin/|/usr/bin/)?sleep (?<amount>infinity|inf|\d{1,9}(\.\d{1,3})?)(?<unit>[smhd]?)$")]
    private static partial Regex Sleep();
}
