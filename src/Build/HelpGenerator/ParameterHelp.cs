namespace PodTools.Build.Help;

/// <summary>What is said about a parameter.</summary>
/// <param name="Parameter">What its code declares.</param>
/// <param name="Description">Paragraphs.</param>
/// <param name="Default">The value that it has when it is not given; null when there is none.</param>
/// <param name="PossibleValues">What each possible value means; empty when any value is possible.</param>
internal sealed record ParameterHelp(
    ParameterDefinition Parameter, IReadOnlyList<string> Description, string? Default, IReadOnlyList<(string Value, string Meaning)> PossibleValues);
