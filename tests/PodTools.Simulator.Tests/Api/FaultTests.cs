using System.Net;
using PodTools.Simulator.Tests.Support;

namespace PodTools.Simulator.Tests.Api;

public sealed class FaultTests : IAsyncLifetime
{
    private PodSimulator _simulator = null!;

    public async Task InitializeAsync() => _simulator = await PodSimulator.StartAsync(new PodSimulatorOptions { Nodes = 0 });

    public async Task DisposeAsync() => await _simulator.DisposeAsync();

    [Fact]
    public async Task A_fault_answers_in_place_of_the_server_as_often_as_it_says()
    {
        using var client = new SimulatorClient(_simulator);
        _simulator.Faults.Add(new PodSimulatorFault { Path = "*/pods*", Methods = ["GET"], StatusCode = 429, RetryAfter = 7, Times = 2 });

        for (var i = 0; i < 2; i++)
        {
            using var refused = await client.SendAsync("GET", "/api/v1/pods");
            Assert.Equal(HttpStatusCode.TooManyRequests, refused.StatusCode);
            Assert.Equal("7", refused.Headers.RetryAfter?.ToString());
        }

        using var served = await client.SendAsync("GET", "/api/v1/pods");
        Assert.Equal(HttpStatusCode.OK, served.StatusCode);
        Assert.Empty(_simulator.Faults.Current);
    }

    [Fact]
    public async Task A_fault_hits_nothing_but_what_it_names()
    {
        using var client = new SimulatorClient(_simulator);
        _simulator.Faults.Add(new PodSimulatorFault { Path = "*/pods", Methods = ["POST"], StatusCode = 503 });

        using var list = await client.SendAsync("GET", "/api/v1/namespaces/default/pods");
        using var other = await client.SendAsync("GET", "/api/v1/nodes");
        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.OK), (list.StatusCode, other.StatusCode));
    }

    [Fact]
    public async Task An_answer_that_is_cut_ends_in_the_middle()
    {
        using var client = new SimulatorClient(_simulator);
        _simulator.Faults.Add(new PodSimulatorFault { Path = "/api/v1/namespaces", CutAfter = 400 });

        await Assert.ThrowsAnyAsync<HttpRequestException>(async () =>
        {
            using var response = await client.SendAsync("GET", "/api/v1/namespaces");
            await response.Content.ReadAsStringAsync();
        });
    }

    [Fact]
    public async Task A_cut_ends_what_streams_and_the_next_request_is_served()
    {
        using var client = new SimulatorClient(_simulator);
        using var watch = await client.SendAsync("GET", "/api/v1/pods?watch=true");
        var stream = await watch.Content.ReadAsStreamAsync();
        var read = stream.ReadAsync(new byte[1]).AsTask();

        _simulator.CutConnections();

        await Assert.ThrowsAnyAsync<IOException>(() => read.WaitAsync(TimeSpan.FromMinutes(1)));
        using var served = await client.SendAsync("GET", "/api/v1/pods");
        Assert.Equal(HttpStatusCode.OK, served.StatusCode);
    }

    [Fact]
    public async Task A_late_answer_is_late()
    {
        using var client = new SimulatorClient(_simulator);
        _simulator.Faults.Add(new PodSimulatorFault { Latency = TimeSpan.FromMilliseconds(300) });
        var started = TimeProvider.System.GetTimestamp();

        using var response = await client.SendAsync("GET", "/version");

        Assert.True(TimeProvider.System.GetElapsedTime(started) >= TimeSpan.FromMilliseconds(290));
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
    }
}
