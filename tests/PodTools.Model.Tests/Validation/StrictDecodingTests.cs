using System.Text.Json.Nodes;
using PodTools.Manifests;
using PodTools.Validation;

namespace PodTools.Tests.Validation;

/// <summary>What the server found while decoding, in its order and words.</summary>
public sealed class StrictDecodingTests
{
    private const string StrictPrefix = "Pod in version \"v1\" cannot be handled as a Pod: strict decoding error: ";
    private const string TypePrefix = "Pod in version \"v1\" cannot be handled as a Pod: ";

    [Theory]
    [InlineData("046-pod-create-strict.json")]
    [InlineData("049-pod-create-strict-yaml.json")]
    public void Strict_errors_are_those_of_the_server(string name)
    {
        var (document, answer) = Read(name);
        Assert.Equal((string?)answer["body"]!["message"], StrictPrefix + string.Join(", ", StrictDecoding.Problems(document)));
    }

    [Theory]
    [InlineData("045-pod-create-unknown-field-default.json")]
    [InlineData("047-pod-create-warn.json")]
    public void Warnings_are_those_of_the_server(string name)
    {
        var (document, answer) = Read(name);
        var warnings = answer["headers"]!["Warning"]!.AsArray().Select(warning => (string?)warning);
        Assert.Equal(warnings, StrictDecoding.Problems(document).Select(problem => $"299 - \"{problem.Replace("\"", "\\\"", StringComparison.Ordinal)}\""));
    }

    [Theory]
    [InlineData("084-create-bad-quantity.json")]
    [InlineData("108-create-body-wrong-type.json")]
    [InlineData("109-create-body-number-string.json")]
    [InlineData("110-create-body-string-number.json")]
    public void Type_errors_are_those_of_the_server(string name)
    {
        var (document, answer) = Read(name);
        Assert.Equal((string?)answer["body"]!["message"], TypePrefix + StrictDecoding.TypeError(document));
    }

    [Fact]
    public void Valid_objects_have_no_problems()
    {
        foreach (var name in Recordings.Names("rest").Where(name => name.Contains("-pod-create-", StringComparison.Ordinal)))
        {
            if (Recordings.Read($"rest/{name}")["response"]!["body"] is JsonObject { } pod && (string?)pod["kind"] == "Pod")
            {
                var document = Assert.Single(ManifestReader.Read(pod.ToJsonString()));
                Assert.Empty(StrictDecoding.Problems(document));
                Assert.Null(StrictDecoding.TypeError(document));
            }
        }
    }

    private static (ManifestDocument Document, JsonNode Answer) Read(string name)
    {
        var recording = Recordings.Read($"rest/{name}");
        var body = recording["request"]!["body"]!;
        var text = body is JsonValue value ? value.GetValue<string>() : body.ToJsonString();
        return (Assert.Single(ManifestReader.Read(text)), recording["response"]!);
    }
}
