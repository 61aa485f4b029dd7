using System.Management.Automation;

namespace PodTools.Views;

/// <summary>What views show of a field beyond its own properties.</summary>
public static class PodFieldView
{
    /// <summary>The name, indented by its depth below the asked path.</summary>
    /// <param name="instance">The field.</param>
    public static string Tree(PSObject instance)
    {
        var field = (PodField)instance.BaseObject;
        return new string(' ', 2 * field.Depth) + field.Name;
    }
}
