using System.Management.Automation;

namespace PodTools.Views;

/// <summary>What views show of a field beyond its own properties.</summary>
public static class PodFieldView
{
    /// <summary>The name, indented by its depth below the asked path.</summary>
    /// <param name="instance">The field.</param>
    public static string Tree(PSObject instance) => Tree((PodField)instance.BaseObject);

    /// <summary>The values that the API accepts, separated by commas; empty when any will do.</summary>
    /// <param name="instance">The field.</param>
    public static string Values(PSObject instance) => Values((PodField)instance.BaseObject);

    internal static string Tree(PodField field) => new string(' ', 2 * field.Depth) + field.Name;

    internal static string Values(PodField field) => string.Join(", ", field.AllowedValues);
}
