using System.Management.Automation;

namespace PodTools.Pipeline;

/// <summary>How far a long work is.</summary>
/// <param name="Activity">What is being done.</param>
/// <param name="Status">What it is at now.</param>
/// <param name="Percent">0 to 100; -1 when it cannot be known.</param>
/// <param name="Completed">True to take the display away.</param>
public sealed record PodProgress(string Activity, string Status, int Percent = -1, bool Completed = false)
{
    /// <summary>The engine's own form of this state.</summary>
    /// <param name="activity">The number that tells works apart that are shown at the same time.</param>
    internal ProgressRecord ToRecord(int activity) => new(activity, Activity, Status)
    {
        PercentComplete = Percent,
        RecordType = Completed ? ProgressRecordType.Completed : ProgressRecordType.Processing,
    };
}
