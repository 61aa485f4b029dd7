using System.Reflection;

namespace PodTools.Build.Help;

/// <summary>A parameter as its code declares it.</summary>
/// <param name="Name">Its name, without the dash.</param>
/// <param name="Type">What it takes, without <c>Nullable</c>.</param>
/// <param name="Property">Where its documentation stands; null for those that the engine adds.</param>
/// <param name="Places">Its place in each parameter set it belongs to.</param>
internal sealed record ParameterDefinition(string Name, Type Type, PropertyInfo? Property, IReadOnlyList<ParameterPlace> Places)
{
    /// <summary>Its other names.</summary>
    public IReadOnlyList<string> Aliases { get; init; } = [];

    /// <summary>Whether wildcards are taken.</summary>
    public bool Globbing { get; init; }

    /// <summary>The values that are taken, where only some are.</summary>
    public IReadOnlyList<string> PossibleValues { get; init; } = [];

    /// <summary>The value that it has when it is not given, as a user would type it; null when there is none.</summary>
    public string? Default { get; init; }

    /// <summary>Its place in a parameter set.</summary>
    /// <param name="set">The set's name.</param>
    /// <returns>The place, or null when it does not belong to that set.</returns>
    public ParameterPlace? In(string set) =>
        Places.FirstOrDefault(place => place.Set == set) ?? Places.FirstOrDefault(place => place.Set == ParameterPlace.AllSets);
}
