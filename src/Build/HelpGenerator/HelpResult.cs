namespace PodTools.Build.Help;

/// <summary>The help of all cmdlets, and what is missing in it.</summary>
/// <param name="Cmdlets">The cmdlets, by name.</param>
/// <param name="Problems">One line each, in the form in which MSBuild reports an error.</param>
internal sealed record HelpResult(IReadOnlyList<CmdletHelp> Cmdlets, IReadOnlyList<string> Problems);
