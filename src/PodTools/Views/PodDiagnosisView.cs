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
        // A sentence about a container does not name the pod, and there may be many.
        var sentence = diagnosis.Container is null ? diagnosis.Summary : $"{diagnosis.Pod}: {diagnosis.Summary}";
        var lines = new List<string> { diagnosis.IsProblem ? ViewStyle.Error(sentence) : sentence };
        lines.AddRange(diagnosis.Chain.Select(finding => $"  {finding}"));
        if (diagnosis.Suggestion is { } suggestion)
        {
            lines.Add($"  -> {suggestion}");
        }

        return string.Join('\n', lines);
    }
}
