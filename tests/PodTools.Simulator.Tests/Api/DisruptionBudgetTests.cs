using System.Text.Json.Nodes;
using PodTools.Simulator.Tests.Support;

namespace PodTools.Simulator.Tests.Api;

/// <summary>What PodDisruptionBudgets say about the pods that they select.</summary>
public sealed class DisruptionBudgetTests
{
    private const string Budgets = "/apis/policy/v1/namespaces/default/poddisruptionbudgets";

    [Fact]
    public async Task A_budget_counts_its_pods_and_how_many_may_go()
    {
        await using var simulator = await PodSimulator.StartAsync();
        using var pods = new PodWatcher(simulator);
        await pods.Client.JsonAsync("POST", Budgets, JsonNode.Parse("""
            {"apiVersion":"policy/v1","kind":"PodDisruptionBudget","metadata":{"name":"keep"},
             "spec":{"minAvailable":1,"selector":{"matchLabels":{"app":"web"}}}}
            """), 201);
        foreach (var name in (string[])["one", "two"])
        {
            await pods.CreateAsync($$$"""{"metadata":{"name":"{{{name}}}","labels":{"app":"web"}},"spec":{"containers":[{"name":"c","image":"busybox","command":["sleep","600"]}]}}""");
        }

        await UntilAsync(pods, "2 healthy of 2, 1 needed, 1 may go");
        (await pods.Client.SendAsync("DELETE", "/api/v1/namespaces/default/pods/one?gracePeriodSeconds=0")).Dispose();
        await UntilAsync(pods, "1 healthy of 1, 1 needed, 0 may go");
    }

    private static async Task UntilAsync(PodWatcher pods, string expected)
    {
        for (var deadline = DateTime.UtcNow.AddMinutes(1); ;)
        {
            var status = (await pods.Client.JsonAsync("GET", $"{Budgets}/keep"))["status"]!;
            var text = $"{status["currentHealthy"]} healthy of {status["expectedPods"]}, {status["desiredHealthy"]} needed, {status["disruptionsAllowed"]} may go";
            if (text == expected)
            {
                return;
            }

            Assert.True(DateTime.UtcNow < deadline, $"It is still: {text}");
            await Task.Delay(20);
        }
    }
}
