using System.Management.Automation;

namespace PodTools.Views;

/// <summary>What views show of a node beyond its own properties, as kubectl prints it.</summary>
public static class PodNodeView
{
    private const string None = "<none>";

    /// <summary>The roles, separated by commas.</summary>
    /// <param name="instance">The node.</param>
    public static string Roles(PSObject instance) => Roles((PodNode)instance.BaseObject);

    /// <summary>The taints, separated by commas.</summary>
    /// <param name="instance">The node.</param>
    public static string Taints(PSObject instance) => Taints((PodNode)instance.BaseObject);

    internal static string Roles(PodNode node) => Join(node.Roles);

    internal static string Taints(PodNode node) => Join(node.Taints);

    private static string Join(IReadOnlyList<string> values) => values.Count == 0 ? None : string.Join(',', values);
}
