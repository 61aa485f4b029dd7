namespace PodTools.Tour;

/// <summary>A step did not do what the tour promises.</summary>
internal sealed class StepFailedException(string message) : Exception(message);
