namespace PodTools.Kubernetes.Tests;

/// <summary>A theory that needs a program of the machine, and says so by name where the program is missing.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class ProgramTheoryAttribute : TheoryAttribute
{
    public ProgramTheoryAttribute(string program) => Skip = WhyNot(program);

    /// <summary>Why a test that needs a program is skipped; null when the program is there.</summary>
    internal static string? WhyNot(string program) =>
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator).Any(folder => File.Exists(Path.Combine(folder, program)))
            ? null
            : $"{program} is not installed here.";
}
