using System.Globalization;
using System.Text.Json.Nodes;
using PodTools.Simulator.Store;

namespace PodTools.Simulator.Api.Verbs;

/// <summary>The rules of the parameter <c>resourceVersion</c> of reading requests.</summary>
internal static class ResourceVersions
{
    /// <summary>The version that a list, watch or get asks for, null when it asks for none.</summary>
    /// <exception cref="ApiException">422 for a match without a version, 500 (as the API has it) for a version that is no number.</exception>
    public static long? Parse(ApiRequest request)
    {
        var text = request.Query["resourceVersion"] ?? "";
        if (text.Length == 0 && request.Verb != "watch" && request.Query["resourceVersionMatch"] is { Length: > 0 })
        {
            throw ApiException.InvalidOptions("ListOptions", FieldCause.Forbidden(
                "resourceVersionMatch", "resourceVersionMatch is forbidden unless resourceVersion is provided"));
        }

        return text.Length == 0 ? null
            : long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var version) ? version
            : throw ApiException.Internal(
                $"resourceVersion: Invalid value: \"{text}\": strconv.ParseUint: parsing \"{text}\": invalid syntax");
    }

    /// <summary>Refuses what a watch cannot be asked for.</summary>
    /// <exception cref="ApiException">406 for a form that is no stream, 422 for a match of versions without initial events.</exception>
    public static void RequireWatchable(ApiRequest request)
    {
        if (request.Format.IsYaml)
        {
            throw new ApiException(
                406, "NotAcceptable",
                "only the following media types are accepted: application/json;stream=watch, application/vnd.kubernetes.protobuf;stream=watch");
        }

        if (request.Query["resourceVersionMatch"] is { Length: > 0 } && request.Query["sendInitialEvents"] is null)
        {
            throw ApiException.InvalidOptions("ListOptions", FieldCause.Forbidden(
                "resourceVersionMatch", "resourceVersionMatch is forbidden for watch unless sendInitialEvents is provided"));
        }
    }

    /// <summary>Refuses a version that the store has not reached: a real server waits for it a while, in vain.</summary>
    /// <exception cref="ApiException">504 with a hint to try again.</exception>
    public static void RequireReached(ObjectStore store, long? version)
    {
        var current = store.Version;
        if (version > current)
        {
            var cause = new JsonObject { ["reason"] = "ResourceVersionTooLarge", ["message"] = "Too large resource version" };
            throw new ApiException(
                504, "Timeout", $"Timeout: Too large resource version: {version}, current: {current}",
                new JsonObject { ["causes"] = new JsonArray(cause), ["retryAfterSeconds"] = 1 })
            {
                RetryAfter = 1,
            };
        }
    }
}
