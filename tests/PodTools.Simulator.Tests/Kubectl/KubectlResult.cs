namespace PodTools.Simulator.Tests.Kubectl;

/// <summary>How a run of kubectl ended and what it printed.</summary>
internal sealed record KubectlResult(int ExitCode, string Output, string Error);
