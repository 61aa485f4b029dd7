namespace PodTools.Tests.Pods;

public sealed class PodHealthTests
{
    [Theory]
    [InlineData("""{"phase":"Pending"}""", PodHealth.Progressing)]
    [InlineData("""{"phase":"Pending","conditions":[{"type":"PodScheduled","status":"False","reason":"Unschedulable"}]}""", PodHealth.Unhealthy)]
    [InlineData("""{"phase":"Pending","containerStatuses":[{"state":{"waiting":{"reason":"ContainerCreating"}}}]}""", PodHealth.Progressing)]
    [InlineData("""{"phase":"Pending","containerStatuses":[{"state":{"waiting":{"reason":"ErrImagePull"}}}]}""", PodHealth.Unhealthy)]
    [InlineData("""{"phase":"Pending","containerStatuses":[{"state":{"waiting":{"reason":"CreateContainerConfigError"}}}]}""", PodHealth.Unhealthy)]
    [InlineData("""{"phase":"Pending","initContainerStatuses":[{"state":{"waiting":{"reason":"CrashLoopBackOff"}}}]}""", PodHealth.Unhealthy)]
    [InlineData("""{"phase":"Running"}""", PodHealth.Progressing)]
    [InlineData("""{"phase":"Running","conditions":[{"type":"Ready","status":"True"}]}""", PodHealth.Healthy)]
    [InlineData("""{"phase":"Running","containerStatuses":[{"state":{"terminated":{"exitCode":3}}}]}""", PodHealth.Unhealthy)]
    [InlineData("""{"phase":"Running","reason":"NodeLost"}""", PodHealth.Unhealthy)]
    [InlineData("""{"phase":"Succeeded"}""", PodHealth.Completed)]
    [InlineData("""{"phase":"Failed"}""", PodHealth.Unhealthy)]
    [InlineData("""{"phase":"Unknown"}""", PodHealth.Unhealthy)]
    public void The_state_of_a_pod_is_judged(string status, PodHealth health) =>
        Assert.Equal(health, KubernetesJson.Deserialize<Pod>($$"""{"status":{{status}} }""").Health);

    [Fact]
    public void A_pod_that_is_being_deleted_is_on_its_way() =>
        Assert.Equal(
            PodHealth.Progressing,
            KubernetesJson.Deserialize<Pod>("""{"metadata":{"deletionTimestamp":"2026-01-01T00:00:00Z"},"status":{"phase":"Running"}}""").Health);
}
