using System.Management.Automation;

namespace PodTools.Views;

/// <summary>What views show of an issue beyond its own properties.</summary>
public static class PodManifestIssueView
{
    /// <summary>The severity, coloured.</summary>
    /// <param name="instance">The issue.</param>
    public static string Severity(PSObject instance) => Severity((PodManifestIssue)instance.BaseObject);

    internal static string Severity(PodManifestIssue issue) => issue.Severity switch
    {
        PodManifestSeverity.Error => ViewStyle.Error(issue.Severity.ToString()),
        PodManifestSeverity.Warning => ViewStyle.Warning(issue.Severity.ToString()),
        _ => issue.Severity.ToString(),
    };
}
