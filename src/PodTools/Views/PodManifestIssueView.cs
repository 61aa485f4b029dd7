using System.Management.Automation;

namespace PodTools.Views;

/// <summary>What views show of an issue beyond its own properties.</summary>
public static class PodManifestIssueView
{
    /// <summary>The severity, coloured.</summary>
    /// <param name="instance">The issue.</param>
    public static string Severity(PSObject instance)
    {
        var severity = ((PodManifestIssue)instance.BaseObject).Severity;
        return severity == PodManifestSeverity.Error ? ViewStyle.Error(severity.ToString()) : ViewStyle.Warning(severity.ToString());
    }
}
