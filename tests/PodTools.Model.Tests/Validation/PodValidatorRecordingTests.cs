using System.Text.Json.Nodes;
using PodTools.Validation;

namespace PodTools.Tests.Validation;

/// <summary>The validator against what a real server answered to creates, good and bad.</summary>
public sealed class PodValidatorRecordingTests
{
    public static TheoryData<string> Refused => new(Names(422));

    public static TheoryData<string> Created => new(Names(201));

    [Theory]
    [MemberData(nameof(Refused))]
    public void A_refused_pod_gets_the_causes_of_the_server(string name)
    {
        var recording = Recordings.Read($"rest/{name}");
        var answer = recording["response"]!["body"]!.AsObject();
        var pod = recording["request"]!["body"]!.AsObject();
        var errors = PodValidator.Validate(pod);

        // Maps have no order in the server, so neither have the causes that come from them.
        Assert.Equal(Causes(answer).Order(StringComparer.Ordinal), errors.Select(error => $"{error.Field} {error.Type} {error.Message}").Order(StringComparer.Ordinal));
        Assert.All(errors, error => Assert.NotEmpty(error.Rule));
    }

    [Theory]
    [MemberData(nameof(Created))]
    public void A_created_pod_has_no_errors(string name)
    {
        var recording = Recordings.Read($"rest/{name}");
        Assert.Empty(PodValidator.Validate(recording["request"]!["body"]!.AsObject()));
        Assert.Empty(PodValidator.Validate(recording["response"]!["body"]!.AsObject()));
    }

    [Fact]
    public void Pods_that_ran_have_no_errors()
    {
        foreach (var manifest in Recordings.Names("lifecycle").Select(name => Recordings.Read($"lifecycle/{name}")["manifest"]).OfType<JsonObject>())
        {
            if ((string?)manifest["kind"] == "Pod")
            {
                Assert.Empty(PodValidator.Validate(manifest));
            }
        }
    }

    private static IEnumerable<string> Causes(JsonObject answer) =>
        answer["details"]!["causes"]!.AsArray().Select(cause => $"{cause!["field"]} {cause["reason"]} {cause["message"]}");

    private static IEnumerable<string> Names(int status) => Recordings.Names("rest").Where(name =>
    {
        var recording = Recordings.Read($"rest/{name}");
        return (string?)recording["request"]!["method"] == "POST" && (int?)recording["response"]!["status"] == status
            && recording["request"]!["body"] is JsonObject body && (string?)body["kind"] == "Pod"
            && recording["response"]!["body"] is JsonObject answer && ((string?)answer["kind"] == "Pod" || (string?)answer["details"]?["kind"] == "Pod");
    });
}
