namespace PodTools.Build.Help;

/// <summary>How a parameter takes part in a parameter set.</summary>
/// <param name="Set">The set's name, or <see cref="AllSets"/>.</param>
/// <param name="Position">The position at which it may stand without its name; null when it must be named.</param>
/// <param name="Mandatory">Whether it must be given.</param>
/// <param name="ByValue">Whether objects of its type may be piped in.</param>
/// <param name="ByPropertyName">Whether it is taken from a property of objects that are piped in.</param>
internal sealed record ParameterPlace(string Set, int? Position, bool Mandatory, bool ByValue, bool ByPropertyName)
{
    /// <summary>The engine's name for membership in every set.</summary>
    public const string AllSets = "__AllParameterSets";
}
