using System.Globalization;
using System.Management.Automation;

namespace PodTools.Views;

/// <summary>What views show of a change: the columns of its pod.</summary>
public static class PodWatchEventView
{
    /// <summary>The time of day at which it arrived.</summary>
    /// <param name="instance">The change.</param>
    public static string Time(PSObject instance) => Time(Of(instance));

    /// <summary>What happened; with a star when the server did not send the change, but it was found by comparison.</summary>
    /// <param name="instance">The change.</param>
    public static string Event(PSObject instance) => Event(Of(instance));

    /// <summary>The pod's namespace.</summary>
    /// <param name="instance">The change.</param>
    public static string? Namespace(PSObject instance) => Namespace(Of(instance));

    /// <summary>The pod's name.</summary>
    /// <param name="instance">The change.</param>
    public static string? Name(PSObject instance) => Name(Of(instance));

    /// <summary>The READY column.</summary>
    /// <param name="instance">The change.</param>
    public static string Ready(PSObject instance) => Ready(Of(instance));

    /// <summary>The STATUS column, coloured by health.</summary>
    /// <param name="instance">The change.</param>
    public static string State(PSObject instance) => State(Of(instance));

    /// <summary>The RESTARTS column.</summary>
    /// <param name="instance">The change.</param>
    public static string Restarts(PSObject instance) => Restarts(Of(instance));

    /// <summary>The AGE column.</summary>
    /// <param name="instance">The change.</param>
    public static string Age(PSObject instance) => Age(Of(instance));

    internal static string Time(PodWatchEvent change) => change.Time.ToLocalTime().ToString("HH:mm:ss", CultureInfo.InvariantCulture);

    internal static string Event(PodWatchEvent change) => change.Synthetic ? $"{change.Type}*" : $"{change.Type}";

    internal static string? Namespace(PodWatchEvent change) => change.Pod.Namespace;

    internal static string? Name(PodWatchEvent change) => change.Pod.Name;

    internal static string Ready(PodWatchEvent change) => change.Pod.Ready;

    internal static string State(PodWatchEvent change) => PodView.State(change.Pod);

    internal static string Restarts(PodWatchEvent change) => change.Pod.RestartsText;

    internal static string Age(PodWatchEvent change) => change.Pod.AgeText;

    private static PodWatchEvent Of(PSObject instance) => (PodWatchEvent)instance.BaseObject;
}
