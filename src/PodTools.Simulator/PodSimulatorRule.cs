namespace PodTools;

/// <summary>One permission, as a rule of a Role: any of the verbs on any of the resources.</summary>
/// <param name="Verbs">As <c>get</c>; <c>*</c> for all.</param>
/// <param name="Resources">As <c>pods</c> or <c>pods/log</c>; <c>*</c> for all.</param>
public sealed record PodSimulatorRule(IReadOnlyList<string> Verbs, IReadOnlyList<string> Resources)
{
    /// <summary>The API groups, empty text for core; <c>*</c> for all.</summary>
    public IReadOnlyList<string> Groups { get; init; } = [""];

    /// <summary>The one namespace where it holds, or null for the whole cluster.</summary>
    public string? Namespace { get; init; }
}
