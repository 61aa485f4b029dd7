using System.Text.Json;
using System.Text.Json.Nodes;

namespace PodTools.Kubernetes;

/// <summary>Reads objects out of answers, and says whose answer it was when it cannot be read.</summary>
internal static class AnswerJson
{
    internal static T Read<T>(ReadOnlySpan<byte> json, ApiRequest request, Uri server)
    {
        try
        {
            return KubernetesJson.Deserialize<T>(json);
        }
        catch (JsonException e)
        {
            throw Unreadable(request, server, e);
        }
    }

    /// <summary>Reads an object that is the whole answer. An API server says its kind; what says none, or another, is some other server's.</summary>
    internal static T ReadObject<T>(ReadOnlySpan<byte> json, ApiRequest request, Uri server)
    {
        var read = Read<T>(json, request, server);
        return read is IKubernetesObject { Kind: var kind } && kind != KindOf<T>()
            ? throw Unreadable(request, server, new JsonException(string.IsNullOrEmpty(kind) ? "It has no kind." : $"It is a {kind}, and a {KindOf<T>()} is expected."))
            : read;
    }

    // The one type that had to be named otherwise than its kind.
    private static string KindOf<T>() => typeof(T) == typeof(CoreEvent) ? "Event" : typeof(T).Name;

    internal static JsonObject ReadNode(ReadOnlySpan<byte> json, ApiRequest request, Uri server)
    {
        try
        {
            return JsonNode.Parse(json) as JsonObject ?? throw new JsonException("An object is expected here.");
        }
        catch (JsonException e)
        {
            throw Unreadable(request, server, e);
        }
    }

    internal static KubernetesException Unreadable(ApiRequest request, Uri server, Exception cause) => new(
        KubernetesReason.InvalidAnswer,
        $"The answer of {server.GetLeftPart(UriPartial.Authority)} to {request.Method} {request.Path} is not what an API server answers: {cause.Message} Is this the address of an API server?{request.Doubt}",
        cause);
}
