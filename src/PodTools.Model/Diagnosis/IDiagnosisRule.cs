namespace PodTools.Diagnosis;

/// <summary>Recognises one family of causes.</summary>
internal interface IDiagnosisRule
{
    /// <summary>Judges the evidence.</summary>
    /// <returns>The verdict, or null when the rule has nothing to say.</returns>
    PodVerdict? Judge(PodEvidence evidence);
}
