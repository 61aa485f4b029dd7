namespace PodTools.Kubernetes.Tests;

/// <summary>Tests that measure the whole process, and so must not run beside others.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class MeasuredAlone
{
    public const string Name = "measured alone";
}
