using System.Text.RegularExpressions;

namespace PodTools.Simulator.Api.Rules;

/// <summary>A form of names.</summary>
/// <param name="Pattern">What a name must match.</param>
/// <param name="Longest">How many characters it may have.</param>
/// <param name="Explanation">The words of the API for a name that does not match.</param>
internal sealed record NameForm(Regex Pattern, int Longest, string Explanation);
