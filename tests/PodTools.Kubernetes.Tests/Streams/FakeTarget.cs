using PodTools.Kubernetes.Streams;

namespace PodTools.Kubernetes.Tests.Streams;

/// <summary>A target whose pod the test decides.</summary>
internal sealed class FakeTarget(Pod? pod) : PortForwardTarget("pod/web-1")
{
    public Pod? Pod { get; set; } = pod;

    public override Task<Pod?> FindAsync(Pod? current, CancellationToken cancellationToken) => Task.FromResult(Pod);
}
