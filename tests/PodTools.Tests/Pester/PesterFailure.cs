namespace PodTools.Tests.Pester;

/// <summary>A failure outside of a test.</summary>
/// <param name="Name">The block or the file.</param>
/// <param name="Message">What went wrong.</param>
internal sealed record PesterFailure(string Name, string Message);
