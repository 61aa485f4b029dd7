using System.Text.Json.Nodes;

namespace PodTools.Kubernetes;

/// <summary>Writes delete options as the body of a request.</summary>
internal static class DeleteOptionsBody
{
    internal static JsonObject ToBody(this DeleteOptions options)
    {
        var body = KubernetesJson.ToNode(options);
        body["apiVersion"] = "v1";
        body["kind"] = "DeleteOptions";
        return body;
    }
}
