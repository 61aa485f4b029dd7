namespace PodTools.Kubernetes.Tests;

/// <summary>A test that needs a program of the machine, and says so by name where the program is missing.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class ProgramFactAttribute : FactAttribute
{
    public ProgramFactAttribute(string program) => Skip = ProgramTheoryAttribute.WhyNot(program);
}
