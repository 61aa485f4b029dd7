namespace PodTools.Build.Help;

/// <summary>A type that goes in or comes out.</summary>
/// <param name="Name">Its name, as in a type literal.</param>
/// <param name="Description">What it is.</param>
internal sealed record TypeHelp(string Name, string Description);
