namespace PodTools.Build.Help;

/// <summary>All that Get-Help says about a cmdlet.</summary>
/// <param name="Cmdlet">What its code declares.</param>
/// <param name="Synopsis">One sentence.</param>
/// <param name="Description">Paragraphs.</param>
/// <param name="Parameters">What is said about each parameter.</param>
/// <param name="Inputs">What may be piped in.</param>
/// <param name="Outputs">What comes out.</param>
/// <param name="Examples">In the order in which they are written.</param>
/// <param name="Notes">Paragraphs.</param>
/// <param name="Links">Names or addresses of what to read next.</param>
internal sealed record CmdletHelp(
    CmdletDefinition Cmdlet,
    string Synopsis,
    IReadOnlyList<string> Description,
    IReadOnlyList<ParameterHelp> Parameters,
    IReadOnlyList<TypeHelp> Inputs,
    IReadOnlyList<TypeHelp> Outputs,
    IReadOnlyList<ExampleHelp> Examples,
    IReadOnlyList<string> Notes,
    IReadOnlyList<LinkHelp> Links);
