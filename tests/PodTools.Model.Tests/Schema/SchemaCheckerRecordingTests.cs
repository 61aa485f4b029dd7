using System.Text.Json.Nodes;
using PodTools.Manifests;
using PodTools.Schema;

namespace PodTools.Tests.Schema;

/// <summary>What the server found while decoding, in its order and words.</summary>
public sealed class SchemaCheckerRecordingTests
{
    private const string Prefix = "Pod in version \"v1\" cannot be handled as a Pod: ";

    [Fact]
    public void Strict_errors_are_those_of_the_server()
    {
        var (problems, answer) = Check("046-pod-create-strict.json");
        Assert.Equal((string?)answer["body"]!["message"], $"{Prefix}strict decoding error: {string.Join(", ", problems.Select(problem => problem.ServerMessage))}");
    }

    [Theory]
    [InlineData("045-pod-create-unknown-field-default.json")]
    [InlineData("047-pod-create-warn.json")]
    public void Warnings_are_those_of_the_server(string name)
    {
        var (problems, answer) = Check(name);
        var warnings = answer["headers"]!["Warning"]!.AsArray().Select(warning => (string?)warning);
        Assert.Equal(warnings, problems.Select(problem => $"299 - \"{problem.ServerMessage.Replace("\"", "\\\"", StringComparison.Ordinal)}\""));
    }

    [Theory]
    [InlineData("084-create-bad-quantity.json")]
    [InlineData("108-create-body-wrong-type.json")]
    [InlineData("109-create-body-number-string.json")]
    [InlineData("110-create-body-string-number.json")]
    public void Type_errors_are_those_of_the_server(string name)
    {
        var (problems, answer) = Check(name);
        Assert.Equal((string?)answer["body"]!["message"], Prefix + problems.First(problem => problem.Kind == SchemaProblemKind.WrongType).ServerMessage);
    }

    [Fact]
    public void What_the_server_answers_fits()
    {
        foreach (var name in Recordings.Names("rest").Where(name => name.Contains("-pod-create-", StringComparison.Ordinal)))
        {
            if (Recordings.Read($"rest/{name}")["response"]!["body"] is JsonObject { } pod && (string?)pod["kind"] == "Pod")
            {
                Assert.Empty(SchemaChecker.Check(pod, ApiSchema.Type("Pod")));
            }
        }
    }

    private static (IReadOnlyList<SchemaProblem> Problems, JsonNode Answer) Check(string name)
    {
        var recording = Recordings.Read($"rest/{name}");
        var body = recording["request"]!["body"]!;
        var document = Assert.Single(ManifestReader.Read(body is JsonValue text ? text.GetValue<string>() : body.ToJsonString()));
        var duplicates = document.DuplicateKeys.Select(key => key.Path).ToList();
        return (SchemaChecker.Check(document.Root, ApiSchema.Type("Pod"), duplicates: duplicates), recording["response"]!);
    }
}
