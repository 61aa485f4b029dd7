namespace PodTools.Jobs;

/// <summary>Leaves the body of a job whose last error has been reported.</summary>
internal sealed class JobEndException : Exception;
