namespace PodTools;

/// <summary>Somebody who may use a simulated cluster within rules.</summary>
/// <param name="Name">The user name in messages and access reviews.</param>
/// <param name="Rules">What the user may do; everything else is forbidden.</param>
public sealed record PodSimulatorUser(string Name, IReadOnlyList<PodSimulatorRule> Rules)
{
    /// <summary>The groups of the user.</summary>
    public IReadOnlyList<string> Groups { get; init; } = ["system:authenticated"];
}
