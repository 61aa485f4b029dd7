using System.Management.Automation;

namespace PodTools.Views;

/// <summary>Prints a diagnosis: the sentence, the evidence, the suggestion.</summary>
public static class PodDiagnosisView
{
    /// <summary>The text.</summary>
    /// <param name="instance">The diagnosis.</param>
    public static string Print(PSObject instance) => Print((PodDiagnosis)instance.BaseObject);

    internal static string Print(PodDiagnosis diagnosis)
    {
        var lines = new List<string> { diagnosis.IsProblem ? ViewStyle.Error(diagnosis.Summary) : diagnosis.Summary };
        lines.AddRange(diagnosis.Chain.Select(finding => $"  {finding}"));
        if (diagnosis.Suggestion is { } suggestion)
        {
            lines.Add($"  -> {suggestion}");
        }

        return string.Join('\n', lines);
    }
}
