namespace PodTools.Benchmarks;

/// <summary>What one run took.</summary>
/// <param name="Seconds">The time.</param>
/// <param name="PeakBytes">The most memory that the process had in use at any time; for PowerShell what the run added to it.</param>
internal sealed record Sample(double Seconds, long PeakBytes = 0);
