namespace PodTools.Simulator.Tests.Kubectl;

/// <summary>A theory over all versions of kubectl; skipped by name on a machine that has none.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class KubectlTheoryAttribute : TheoryAttribute
{
    public KubectlTheoryAttribute()
    {
        if (Kubectl.Programs.Count == 0)
        {
            Skip = "There is no kubectl on PATH.";
        }
    }
}
