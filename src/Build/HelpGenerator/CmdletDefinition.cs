namespace PodTools.Build.Help;

/// <summary>A cmdlet as its code declares it.</summary>
/// <param name="Type">The class.</param>
/// <param name="Verb">What it does.</param>
/// <param name="Noun">To what.</param>
/// <param name="Parameters">Its parameters: those of the class itself, then those of its bases.</param>
/// <param name="OutputTypes">What it declares to emit.</param>
internal sealed record CmdletDefinition(
    Type Type, string Verb, string Noun, IReadOnlyList<ParameterDefinition> Parameters, IReadOnlyList<Type> OutputTypes)
{
    /// <summary>What a user types.</summary>
    public string Name => $"{Verb}-{Noun}";

    /// <summary>The names of the parameter sets, the default one first; one unnamed set when there are none.</summary>
    public required IReadOnlyList<string> ParameterSets { get; init; }
}
