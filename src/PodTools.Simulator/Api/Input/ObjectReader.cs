using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using PodTools.Simulator.Api.Protobuf;
using PodTools.Simulator.Store;
using PodTools.Yaml;

namespace PodTools.Simulator.Api.Input;

/// <summary>Reads the object in the body of a request, and says what the server says of bodies that are none.</summary>
internal static class ObjectReader
{
    private const int MaxBody = 3 * 1024 * 1024;
    private const int SnippetLength = 30;

    /// <summary>Reads the body as an object of a type: fields that the schema does not know are gone, or refused.</summary>
    /// <exception cref="ApiException">400 for what is no such object, 413 for too much of it, 415 for other formats.</exception>
    public static async Task<JsonObject> ReadAsync(ApiRequest request, WriteOptions options, ResourceType type)
    {
        var body = await ReadBytesAsync(request).ConfigureAwait(false);
        var (json, duplicates) = Parse(request, body, type.Kind);
        RequireKind(json, type);
        Report(request, options, type.Kind, type.ApiVersion, SchemaCheck.Run(type.Kind, type.ApiVersion, json, duplicates));
        return json;
    }

    /// <summary>Reads a body of another kind than the resource's, as an Eviction or DeleteOptions; null when it is empty.</summary>
    /// <exception cref="ApiException">400 for what is no such object, 413 for too much of it, 415 for other formats.</exception>
    public static async Task<JsonObject?> ReadOptionalAsync(ApiRequest request, string kind)
    {
        var body = await ReadBytesAsync(request).ConfigureAwait(false);
        return body.Length == 0 ? null : Parse(request, body, kind).Json;
    }

    /// <summary>Checks what a patch has made of an object, as if it had been sent.</summary>
    /// <exception cref="ApiException">400 or 422.</exception>
    public static void CheckPatched(ApiRequest request, WriteOptions options, JsonObject patched)
    {
        var problems = SchemaCheck.Run(request.Type.Kind, request.Type.ApiVersion, patched, []);
        if (problems.Count > 0 && options.Validation == FieldValidation.Strict)
        {
            var value = patched.ToJsonString();
            var cause = FieldCause.Invalid("patch", value, $"strict decoding error: {string.Join(", ", problems)}");
            throw ApiException.Invalid("", "", "", [cause]);
        }

        Report(request, options, request.Type.Kind, request.Type.ApiVersion, problems);
    }

    /// <summary>Reads the whole body.</summary>
    /// <exception cref="ApiException">413.</exception>
    public static async Task<byte[]> ReadBytesAsync(ApiRequest request)
    {
        using var body = new MemoryStream();
        var buffer = new byte[16 * 1024];
        int count;
        while ((count = await request.Exchange.Request.Body.ReadAsync(buffer, request.Aborted).ConfigureAwait(false)) > 0)
        {
            body.Write(buffer, 0, count);
            if (body.Length > MaxBody)
            {
                request.Exchange.MustClose = true;
                throw new ApiException(413, "RequestEntityTooLarge", $"Request entity too large: limit is {MaxBody}");
            }
        }

        return body.ToArray();
    }

    private static (JsonObject Json, IReadOnlyCollection<string> Duplicates) Parse(ApiRequest request, byte[] body, string kind)
    {
        var contentType = (request.Exchange.Request.Headers["Content-Type"] ?? "application/json").Split(';')[0].Trim();
        return contentType switch
        {
            "application/json" or "" => ParseJson(body, kind),
            "application/vnd.kubernetes.protobuf" => (ProtobufObject.Read(body), []),
            "application/yaml" => ParseYaml(Encoding.UTF8.GetString(body), kind),
            _ => throw new ApiException(
                415, "UnsupportedMediaType",
                "the body of the request was in an unknown format - accepted media types include: "
                + "application/json, application/yaml, application/vnd.kubernetes.protobuf"),
        };
    }

    private static (JsonObject Json, IReadOnlyCollection<string> Duplicates) ParseJson(byte[] body, string kind)
    {
        var duplicates = new List<string>();
        try
        {
            if (JsonTree.Parse(body, duplicates) is JsonObject json)
            {
                return (json, duplicates);
            }
        }
        catch (JsonException malformed)
        {
            throw Unrecognized(kind, $"couldn't get version/kind; json parse error: {malformed.Message} ({Snippet(body)})");
        }

        throw Unrecognized(kind, $"couldn't get version/kind; json parse error: json: cannot unmarshal into Go value of type struct ({Snippet(body)})");
    }

    /// <summary>Reads YAML that must hold one object.</summary>
    internal static (JsonObject Json, IReadOnlyCollection<string> Duplicates) ParseYaml(string text, string kind)
    {
        try
        {
            var document = YamlReader.Read(text) is [var first, ..] ? first : null;
            var duplicates = (document?.DuplicateKeys ?? [])
                .Select(key => $"{key.Position.Line}:{key.Path}").ToList();
            return (document?.Root as JsonObject ?? [], duplicates);
        }
        catch (YamlSyntaxException malformed)
        {
            var hex = Convert.ToHexString(Encoding.UTF8.GetBytes(text)[..Math.Min(text.Length, SnippetLength)]).ToLowerInvariant();
            throw Unrecognized(kind, $"yaml: line {malformed.Line}: {malformed.Message} ({hex})");
        }
    }

    private static void RequireKind(JsonObject json, ResourceType type)
    {
        var kind = Text(json, "kind");
        var version = Text(json, "apiVersion");
        if (kind.Length > 0 && kind != type.Kind)
        {
            var given = version.Length == 0 ? type.Version : version[(version.IndexOf('/', StringComparison.Ordinal) + 1)..];
            throw ApiException.BadRequest(
                $"{kind} in version \"{given}\" cannot be handled as a {type.Kind}: converting ({given}.{kind}) to "
                + $"({(type.Group.Length == 0 ? "core" : type.Group.Split('.')[0])}.{type.Kind}): unknown conversion");
        }

        if (version.Length > 0 && version != type.ApiVersion)
        {
            throw ApiException.BadRequest(
                $"{type.Kind} in version \"{version}\" cannot be handled as a {type.Kind}: no kind \"{type.Kind}\" is registered "
                + $"for version \"{version}\" in scheme \"pkg/runtime/scheme.go:100\"");
        }

        json["kind"] = type.Kind;
        json["apiVersion"] = type.ApiVersion;
    }

    private static void Report(
        ApiRequest request, WriteOptions options, string kind, string apiVersion, IReadOnlyList<string> problems)
    {
        if (problems.Count == 0 || options.Validation == FieldValidation.Ignore)
        {
            return;
        }

        if (options.Validation == FieldValidation.Strict)
        {
            throw ApiException.BadRequest(
                $"{kind} in version \"{apiVersion[(apiVersion.IndexOf('/', StringComparison.Ordinal) + 1)..]}\" cannot be handled as a "
                + $"{kind}: strict decoding error: {string.Join(", ", problems)}");
        }

        foreach (var problem in problems)
        {
            request.Warn(problem);
        }
    }

    private static ApiException Unrecognized(string kind, string why) =>
        ApiException.BadRequest($"the object provided is unrecognized (must be of type {kind}): {why}");

    private static string Snippet(byte[] body)
    {
        var text = Encoding.UTF8.GetString(body);
        return text.Length == 0 ? "<empty>" : text.Length > SnippetLength ? text[..SnippetLength] + " ..." : text;
    }

    private static string Text(JsonObject json, string name) => json[name] is JsonValue value ? value.ToString() : "";
}
