using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using PodTools.Simulator.Tests.Support;
using PodTools.Tests;
using PodTools.Yaml;

namespace PodTools.Simulator.Tests.Rest;

/// <summary>Sends recorded requests to a simulator, in their order, and compares its answers with the recorded ones.</summary>
internal sealed class RestReplay(PodSimulator simulator, SimulatorClient client)
{
    private readonly RecordedValues _values = new();

    /// <summary>Replays one case.</summary>
    /// <returns>The first difference, or null.</returns>
    public async Task<string?> RunAsync(string file)
    {
        await new ReplaySeeds(simulator, client, _values).BeforeAsync(file);
        var recording = Recordings.Read($"rest/{file}");
        var request = recording["request"]!;
        var headers = request["headers"] as JsonObject ?? [];
        client.Token = ReplaySeeds.TokenOf((string?)request["as"], simulator.Token);
        using var response = await client.SendAsync(
            (string)request["method"]!,
            _values.TranslatePath((string)request["path"]!),
            BodyOf(request["body"]),
            (string?)headers["Content-Type"] ?? "application/json",
            (string?)headers["Accept"] ?? "application/json");
        try
        {
            return await CompareAsync(recording["response"]!, response);
        }
        catch (HttpRequestException cut)
        {
            return $"the answer was cut: {cut.Message}";
        }
    }

    private string? BodyOf(JsonNode? body) => body switch
    {
        null => null,
        JsonValue text when text.GetValueKind() == JsonValueKind.String => text.ToString(),
        _ => _values.Translate(body)!.ToJsonString(),
    };

    private async Task<string?> CompareAsync(JsonNode recorded, HttpResponseMessage response)
    {
        var text = await response.Content.ReadAsStringAsync();
        var contentType = response.Content.Headers.ContentType?.ToString() ?? "";
        var expected = (int)recorded["status"]!;
        var body = Parse(text, contentType);
        var recordedBody = recorded["body"] is JsonValue value ? Parse(value.ToString(), (string?)recorded["headers"]?["Content-Type"] ?? "") : recorded["body"];
        _values.Learn(recordedBody, body);
        if ((int)response.StatusCode != expected)
        {
            return string.Create(CultureInfo.InvariantCulture, $"status {(int)response.StatusCode}, recorded {expected}: {text[..Math.Min(text.Length, 300)]}");
        }

        return CompareHeaders(recorded["headers"] as JsonObject ?? [], response, contentType)
            ?? Answers.Difference(Answers.Normalize(recordedBody), Answers.Normalize(body));
    }

    private static string? CompareHeaders(JsonObject recorded, HttpResponseMessage response, string contentType)
    {
        if ((string?)recorded["Content-Type"] is { } type && type != contentType)
        {
            return $"Content-Type {contentType}, recorded {type}";
        }

        var warnings = response.Headers.TryGetValues("Warning", out var given) ? given.Order(StringComparer.Ordinal).ToList() : [];
        var expected = (recorded["Warning"] as JsonArray ?? []).Select(warning => (string)warning!).Order(StringComparer.Ordinal).ToList();
        var retry = response.Headers.RetryAfter?.ToString();
        return !warnings.SequenceEqual(expected) ? $"warnings [{string.Join("; ", warnings)}], recorded [{string.Join("; ", expected)}]"
            : retry != (string?)recorded["Retry-After"] ? $"Retry-After {retry}, recorded {recorded["Retry-After"]}"
            : null;
    }

    private static JsonNode? Parse(string text, string contentType)
    {
        if (contentType == "application/yaml")
        {
            return YamlReader.Read(text)[0].Root;
        }

        try
        {
            return contentType == "application/json" && text.Length > 0 ? JsonNode.Parse(text) : JsonValue.Create(text);
        }
        catch (JsonException)
        {
            return JsonValue.Create(text);
        }
    }
}
