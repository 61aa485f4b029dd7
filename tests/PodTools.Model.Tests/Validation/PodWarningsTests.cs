using System.Text.Json.Nodes;
using PodTools.Validation;

namespace PodTools.Tests.Validation;

public sealed class PodWarningsTests
{
    [Fact]
    public void Warnings_are_those_of_the_server_in_its_order()
    {
        var recording = Recordings.Read("rest/051-pod-create-warning-headers.json");
        var expected = recording["response"]!["headers"]!["Warning"]!.AsArray().Select(warning => (string?)warning);
        var found = PodWarnings.Find((JsonObject)recording["request"]!["body"]!).Where(warning => warning.FromServer);
        Assert.Equal(expected, found.Select(warning => $"299 - \"{warning.ToString().Replace("\"", "\\\"", StringComparison.Ordinal)}\""));
    }
}
