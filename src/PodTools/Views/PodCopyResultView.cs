using System.Management.Automation;

namespace PodTools.Views;

/// <summary>Prints the result of a copy.</summary>
public static class PodCopyResultView
{
    /// <summary>How many entries were left out, marked when there are any.</summary>
    /// <param name="instance">The result.</param>
    public static string Skipped(PSObject instance) => Skipped((PodCopyResult)instance.BaseObject);

    internal static string Skipped(PodCopyResult result)
    {
        var count = result.Skipped.Count;
        return count == 0 ? "0" : ViewStyle.Warning($"{count}");
    }
}
