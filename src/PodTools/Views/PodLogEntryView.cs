using System.Management.Automation;

namespace PodTools.Views;

/// <summary>What views show of an entry of a log.</summary>
public static class PodLogEntryView
{
    /// <summary>The line, with its time before it where that was asked for.</summary>
    /// <param name="instance">The entry.</param>
    public static string Line(PSObject instance) => Line((PodLogEntry)instance.BaseObject);

    internal static string Line(PodLogEntry entry) => entry.ToString();
}
