using System.Text.Json.Nodes;
using PodTools.Validation;

namespace PodTools.Tests.Validation;

public sealed class PodWarningsTests
{
    [Theory]
    [InlineData("051-pod-create-warning-headers.json")]
    [InlineData("071-create-pod-name-253.json")]
    public void Warnings_are_those_of_the_server_in_its_order(string name)
    {
        var recording = Recordings.Read($"rest/{name}");
        var expected = recording["response"]!["headers"]!["Warning"]!.AsArray().Select(warning => (string?)warning);
        var found = PodWarnings.Find((JsonObject)recording["request"]!["body"]!).Where(warning => warning.FromServer);
        Assert.Equal(expected, found.Select(warning => $"299 - \"{warning.ToString().Replace("\"", "\\\"", StringComparison.Ordinal)}\""));
    }
}
