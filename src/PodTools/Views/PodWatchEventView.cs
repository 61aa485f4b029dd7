using System.Globalization;
using System.Management.Automation;

namespace PodTools.Views;

/// <summary>What views show of a change: the columns of its pod.</summary>
public static class PodWatchEventView
{
    /// <summary>The time of day at which it arrived.</summary>
    /// <param name="instance">The change.</param>
    public static string Time(PSObject instance) => Of(instance).Time.ToLocalTime().ToString("HH:mm:ss", CultureInfo.InvariantCulture);

    /// <summary>The pod's name.</summary>
    /// <param name="instance">The change.</param>
    public static string? Name(PSObject instance) => Of(instance).Pod.Name;

    /// <summary>The READY column.</summary>
    /// <param name="instance">The change.</param>
    public static string Ready(PSObject instance) => Of(instance).Pod.Ready;

    /// <summary>The STATUS column, coloured by health.</summary>
    /// <param name="instance">The change.</param>
    public static string State(PSObject instance) => PodView.State(Of(instance).Pod);

    /// <summary>The RESTARTS column.</summary>
    /// <param name="instance">The change.</param>
    public static string Restarts(PSObject instance) => Of(instance).Pod.RestartsText;

    /// <summary>The AGE column.</summary>
    /// <param name="instance">The change.</param>
    public static string Age(PSObject instance) => Of(instance).Pod.AgeText;

    private static PodWatchEvent Of(PSObject instance) => (PodWatchEvent)instance.BaseObject;
}
