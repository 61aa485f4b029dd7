namespace PodTools.Simulator.Tests.Support;

/// <summary>Tests in which it matters how long local processes take to start: they run while no other test does.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class Alone
{
    public const string Name = "Alone";
}
