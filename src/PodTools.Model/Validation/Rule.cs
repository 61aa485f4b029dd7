namespace PodTools.Validation;

/// <summary>A rule of the API: its id, and what to do where it is broken.</summary>
/// <param name="Id">The id.</param>
/// <param name="Advice">What to do; empty when the server's message says it.</param>
/// <param name="Versions">Which API servers have the rule, all unless it is said.</param>
internal sealed record Rule(string Id, string Advice = "", ServerVersions Versions = default);
