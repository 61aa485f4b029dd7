using System.Management.Automation;

namespace PodTools.Views;

/// <summary>Prints a difference as a line that starts with +, - or ~.</summary>
public static class PodChangeView
{
    /// <summary>The line, coloured by what happens to the property.</summary>
    /// <param name="instance">The change.</param>
    public static string Print(PSObject instance) => Print((PodChange)instance.BaseObject);

    internal static string Print(PodChange change)
    {
        var line = change.Pod is null ? $"{change}" : $"{change.Pod}: {change}";
        return change.Change switch
        {
            PodChangeKind.Added => ViewStyle.Added(line),
            PodChangeKind.Removed => ViewStyle.Error(line),
            _ => ViewStyle.Warning(line),
        };
    }
}
