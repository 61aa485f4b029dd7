namespace PodTools;

/// <summary>How a pod is doing, in one word, as views colour it.</summary>
public enum PodHealth
{
    /// <summary>It runs and is ready.</summary>
    Healthy,

    /// <summary>It has done its work and ended without an error.</summary>
    Completed,

    /// <summary>It is on its way: being scheduled, pulled, initialised, made ready or ended.</summary>
    Progressing,

    /// <summary>Something is wrong that will not pass by itself, or has ended it.</summary>
    Unhealthy,
}
