using System.Runtime.CompilerServices;

namespace PodTools.Tests.Pester;

/// <summary>
/// A theory that needs PowerShell and Pester: skipped where they are missing, with the reason in its name, since the usual
/// output of a test run shows of a skipped test nothing but its name.
/// </summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class PesterTheoryAttribute : TheoryAttribute
{
    public PesterTheoryAttribute([CallerMemberName] string name = "")
    {
        Skip = PowerShellHost.WhySkipped;
        if (Skip is not null)
        {
            DisplayName = $"{name}: {Skip}";
        }
    }
}
