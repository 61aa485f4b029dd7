using System.Management.Automation;

namespace PodTools.Views;

/// <summary>What views show of an event beyond its own properties.</summary>
public static class PodEventView
{
    /// <summary>The type; warnings are coloured.</summary>
    /// <param name="instance">The event.</param>
    public static string? Type(PSObject instance) => Type((PodEvent)instance.BaseObject);

    internal static string? Type(PodEvent each) => each.Type == "Warning" ? ViewStyle.Warning(each.Type) : each.Type;
}
