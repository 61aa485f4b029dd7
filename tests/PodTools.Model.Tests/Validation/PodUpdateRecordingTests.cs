using System.Text.Json.Nodes;
using PodTools.Validation;

namespace PodTools.Tests.Validation;

/// <summary>
/// The recorded PUTs and merge patches in their order: each against the pod as the server last answered it. What the server
/// took has no errors, what it refused has its causes.
/// </summary>
public sealed class PodUpdateRecordingTests
{
    [Fact]
    public void Updates_are_taken_and_refused_as_by_the_server()
    {
        var pods = new Dictionary<string, JsonObject>(StringComparer.Ordinal);
        var (taken, refused) = (0, 0);
        foreach (var name in Recordings.Names("rest"))
        {
            var recording = Recordings.Read($"rest/{name}");
            var path = ((string)recording["request"]!["path"]!).Split('?')[0];
            var answer = recording["response"]!["body"] as JsonObject;
            var status = (int?)recording["response"]!["status"];
            if (pods.TryGetValue(Parent(path), out var current) && Updated(recording["request"]!, current) is { } updated && IsPodPath(path))
            {
                // Decoding drops what the schema does not know.
                updated["spec"]!.AsObject().Remove("colour");
                var errors = path.EndsWith("/ephemeralcontainers", StringComparison.Ordinal)
                    ? PodUpdateValidator.ValidateEphemeralContainers(updated, current)
                    : PodUpdateValidator.Validate(updated, current);
                if (status == 200)
                {
                    Assert.True(errors.Count == 0, $"{name}: {string.Join("; ", errors)}");
                    taken++;
                }
                else if (status == 422 && (string?)answer!["details"]?["kind"] == "Pod")
                {
                    Assert.Equal(Expected(answer).Order(StringComparer.Ordinal), errors.Select(error => $"{error.Field} {error.Type} {error.Message.TrimEnd()}").Order(StringComparer.Ordinal));
                    refused++;
                }
            }

            if (answer is not null && (string?)answer["kind"] == "Pod")
            {
                pods[$"/api/v1/namespaces/{answer["metadata"]!["namespace"]}/pods/{answer["metadata"]!["name"]}"] = answer;
            }
        }

        Assert.True(taken >= 15 && refused >= 20, $"Only {taken} taken and {refused} refused updates were compared.");
    }

    /// <summary>The object that a request asks for, or null for the kinds of patch that only a server can apply.</summary>
    private static JsonObject? Updated(JsonNode request, JsonObject current)
    {
        var type = (string?)request["headers"]?["Content-Type"];
        return ((string?)request["method"], request["body"]) switch
        {
            ("PUT", JsonObject body) when (string?)body["metadata"]?["name"] == (string?)current["metadata"]!["name"] => body,
            ("PATCH", JsonObject patch) when type == "application/merge-patch+json" || (type == "application/strategic-merge-patch+json" && patch["spec"]?["ephemeralContainers"] is JsonArray { Count: > 0 } && current["spec"]!["ephemeralContainers"] is null) =>
                (JsonObject)Merge(current, patch)!,
            _ => null,
        };
    }

    private static JsonNode? Merge(JsonNode? target, JsonNode? patch)
    {
        if (patch is not JsonObject fields)
        {
            return patch?.DeepClone();
        }

        var result = target is JsonObject old ? (JsonObject)old.DeepClone() : [];
        foreach (var (name, value) in fields)
        {
            var merged = value is null ? null : Merge(result[name], value);
            result.Remove(name);
            if (merged is not null)
            {
                result[name] = merged;
            }
        }

        return result;
    }

    private static IEnumerable<string> Expected(JsonObject answer) => answer["details"]!["causes"]!.AsArray()
        .Select(cause => $"{cause!["field"]} {cause["reason"]} {((string)cause["message"]!).Split("\n  core.")[0].TrimEnd()}");

    private static bool IsPodPath(string path) => path == Parent(path) || path.EndsWith("/ephemeralcontainers", StringComparison.Ordinal);

    private static string Parent(string path) => string.Join('/', path.Split('/').Take(7));
}
