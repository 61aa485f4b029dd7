namespace PodTools.Simulator.Tests.Kubectl;

/// <summary>A test that needs one version of kubectl; skipped by name on a machine that does not have it.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class KubectlFactAttribute : FactAttribute
{
    public KubectlFactAttribute(string version)
    {
        if (!Kubectl.Programs.Any(program => program.EndsWith(version, StringComparison.Ordinal)))
        {
            Skip = $"There is no kubectl {version} beside the kubectl on PATH.";
        }
    }
}
