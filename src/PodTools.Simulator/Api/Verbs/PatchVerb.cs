using System.Text.Json;
using System.Text.Json.Nodes;
using PodTools.Patches;
using PodTools.Simulator.Api.Input;
using PodTools.Simulator.Api.Output;
using PodTools.Simulator.Api.Ownership;
using PodTools.Simulator.Store;

namespace PodTools.Simulator.Api.Verbs;

/// <summary>PATCH with each of the four kinds of patches.</summary>
internal sealed class PatchVerb(ObjectStore store, ObjectWriter writer, FieldOwnership ownership)
{
    private const string JsonPatchType = "application/json-patch+json";
    private const string MergePatchType = "application/merge-patch+json";
    private const string StrategicType = "application/strategic-merge-patch+json";
    private const string ApplyType = "application/apply-patch+yaml";

    public async Task ServeAsync(ApiRequest request)
    {
        var contentType = (request.Exchange.Request.Headers["Content-Type"] ?? "").Split(';')[0].Trim();
        if (contentType is not (JsonPatchType or MergePatchType or StrategicType or ApplyType))
        {
            throw new ApiException(415, "UnsupportedMediaType", "415: Unsupported Media Type", []);
        }

        var options = ParseOptions(request, contentType == ApplyType);
        var body = await ObjectReader.ReadBytesAsync(request).ConfigureAwait(false);
        if (contentType == ApplyType)
        {
            await ApplyAsync(request, options, body).ConfigureAwait(false);
            return;
        }

        var patch = Decode(contentType, body);
        var updated = writer.Update(
            request, options, current => Patch(request, options, contentType, patch, current),
            (after, before) => ownership.Update(request.Type, after, before, options.Manager, request.Subresource));
        await ResponseWriter.WriteAsync(request, 200, updated).ConfigureAwait(false);
    }

    private static WriteOptions ParseOptions(ApiRequest request, bool apply)
    {
        var options = WriteOptions.Parse(request, "PatchOptions");
        if (apply && string.IsNullOrEmpty(request.Query["fieldManager"]))
        {
            throw ApiException.InvalidOptions("PatchOptions", FieldCause.Required("fieldManager", "is required for apply patch"));
        }

        return apply || !options.Force
            ? options
            : throw ApiException.InvalidOptions("PatchOptions", FieldCause.Forbidden("force", "may not be specified for non-apply patch"));
    }

    private static JsonNode Decode(string contentType, byte[] body)
    {
        var wanted = contentType == JsonPatchType ? ("[]handlers.jsonPatchOp", "object") : ("map[string]interface {}", "array");
        JsonNode? patch;
        try
        {
            patch = JsonTree.Parse(body, []);
        }
        catch (JsonException malformed)
        {
            throw ApiException.BadRequest($"error decoding patch: {malformed.Message}");
        }

        return (contentType == JsonPatchType ? patch is JsonArray : patch is JsonObject)
            ? patch!
            : throw ApiException.BadRequest($"error decoding patch: json: cannot unmarshal {wanted.Item2} into Go value of type {wanted.Item1}");
    }

    private static JsonObject Patch(ApiRequest request, WriteOptions options, string contentType, JsonNode patch, JsonObject current)
    {
        var patched = Patched(request.Type.Kind, contentType, patch, current);
        ObjectReader.CheckPatched(request, options, patched);
        return patched;
    }

    private static JsonObject Patched(string kind, string contentType, JsonNode patch, JsonObject current)
    {
        try
        {
            return contentType switch
            {
                JsonPatchType => JsonPatch.Apply(current, patch.AsArray()),
                MergePatchType => MergePatch.Apply(current, patch.AsObject()),
                _ => StrategicMergePatch.Apply(kind, current, patch.AsObject()),
            };
        }
        catch (PatchException rejected)
        {
            throw rejected.Reason == "Invalid" ? new ApiException(422, rejected.Reason, rejected.Message, []) : ApiException.Internal(rejected.Message);
        }
    }

    // Applying to an object that does not exist makes it.
    private async Task ApplyAsync(ApiRequest request, WriteOptions options, byte[] body)
    {
        var applied = ServerSideApply.Read(request, body);
        if (store.Find(request.Type, request.Namespace, request.Name) is null && request.Subresource.Length == 0)
        {
            var created = writer.Create(
                request, applied.DeepClone().AsObject(), options, ready => ownership.SetApplied(request.Type, ready, applied, options.Manager));
            await ResponseWriter.WriteAsync(request, 201, created).ConfigureAwait(false);
            return;
        }

        var updated = writer.Update(
            request, options,
            current => ownership.Apply(request.Type, current, applied, options, request.Subresource),
            (_, _) => { });
        await ResponseWriter.WriteAsync(request, 200, updated).ConfigureAwait(false);
    }
}
