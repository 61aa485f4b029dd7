namespace PodTools.Build.Help;

/// <summary>An example.</summary>
/// <param name="Introduction">What it is for; may be empty.</param>
/// <param name="Code">The command, line by line as it is typed.</param>
/// <param name="Remarks">What one sees.</param>
internal sealed record ExampleHelp(IReadOnlyList<string> Introduction, string Code, IReadOnlyList<string> Remarks);
