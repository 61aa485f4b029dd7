using System.Text.Json.Nodes;
using PodTools.Simulator.Tests.Support;

namespace PodTools.Simulator.Tests.Api;

/// <summary>The rules for pods are those of the version that the simulator names.</summary>
public sealed class VersionTests
{
    private const string DigitFirst = """{"containers":[{"name":"c","image":"x","env":[{"name":"1A","value":"b"}]}]}""";
    private const string LessThanItsParts = """{"containers":[{"name":"c","image":"x","resources":{"requests":{"cpu":"2"}}}],"resources":{"requests":{"cpu":"1"}}}""";

    [Theory]
    [InlineData("v1.31.0", DigitFirst, 422)]
    [InlineData("v1.32.0", DigitFirst, 201)]
    [InlineData("v1.33.0", LessThanItsParts, 201)]
    [InlineData("v1.34.0", LessThanItsParts, 422)]
    public async Task A_rule_that_some_servers_have_is_kept_by_those_only(string version, string spec, int status)
    {
        await using var simulator = await PodSimulator.StartAsync(new PodSimulatorOptions { Nodes = 0, Version = version });
        using var client = new SimulatorClient(simulator);
        var pod = new JsonObject { ["metadata"] = new JsonObject { ["name"] = "p" }, ["spec"] = JsonNode.Parse(spec) };
        await client.JsonAsync("POST", "/api/v1/namespaces/default/pods", pod, status);
    }
}
