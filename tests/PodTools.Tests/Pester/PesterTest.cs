namespace PodTools.Tests.Pester;

/// <summary>A Pester test that was found.</summary>
/// <param name="Name">Its name with those of the blocks around it.</param>
/// <param name="Outcome">Pester's word for what came of it.</param>
/// <param name="Message">Why it failed or was skipped; empty when it passed.</param>
internal sealed record PesterTest(string Name, string Outcome, string Message);
