using System.Management.Automation;

namespace PodTools.Views;

/// <summary>What views show of a node beyond its own properties, as kubectl prints it.</summary>
public static class PodNodeView
{
    private const string None = "<none>";

    /// <summary>The roles, separated by commas.</summary>
    /// <param name="instance">The node.</param>
    public static string Roles(PSObject instance) => Join(((PodNode)instance.BaseObject).Roles);

    /// <summary>The taints, separated by commas.</summary>
    /// <param name="instance">The node.</param>
    public static string Taints(PSObject instance) => Join(((PodNode)instance.BaseObject).Taints);

    private static string Join(IReadOnlyList<string> values) => values.Count == 0 ? None : string.Join(',', values);
}
