namespace PodTools.Tests.Pester;

/// <summary>A theory over Pester suites: skipped, with the reason, where there is no PowerShell or no Pester.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class PesterTheoryAttribute : TheoryAttribute
{
    public PesterTheoryAttribute() => Skip = PowerShellHost.WhySkipped;
}
