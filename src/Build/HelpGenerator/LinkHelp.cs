namespace PodTools.Build.Help;

/// <summary>What to read next.</summary>
/// <param name="Text">A cmdlet's or a topic's name, or what a page is about.</param>
/// <param name="Address">The page's address; empty for a cmdlet or a topic.</param>
internal sealed record LinkHelp(string Text, string Address);
