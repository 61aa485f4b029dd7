using System.Text.Json.Nodes;

namespace PodTools.Kubernetes.Streams;

/// <summary>Forwards to a ready pod of a deployment.</summary>
public sealed class DeploymentTarget : SelectorTarget
{
    private DeploymentTarget(KubernetesConnection connection, string ns, string labelSelector, string name)
        : base(connection, ns, labelSelector, $"deployment/{name}")
    {
    }

    /// <summary>Reads a deployment and forwards to its pods.</summary>
    /// <param name="connection">The cluster.</param>
    /// <param name="ns">The deployment's namespace.</param>
    /// <param name="name">The deployment's name.</param>
    /// <param name="cancellationToken">Stops waiting for the server.</param>
    /// <exception cref="KubernetesException">The server refused.</exception>
    public static async Task<DeploymentTarget> OpenAsync(KubernetesConnection connection, string ns, string name, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(connection);
        var path = ApiRequest.Segments("apis", "apps", "v1", "namespaces", ns, "deployments", name);
        var bytes = await connection.ReadBytesAsync(new ApiRequest(HttpMethod.Get, path), cancellationToken).ConfigureAwait(false);
        var selector = JsonNode.Parse(bytes.Span)?["spec"]?["selector"] is { } node
            ? KubernetesJson.Deserialize<LabelSelector>(node)
            : new LabelSelector();
        return new DeploymentTarget(connection, ns, TextOf(selector), name);
    }

    /// <summary>The selector as list requests take it.</summary>
    private static string TextOf(LabelSelector selector) =>
        string.Join(',', selector.MatchLabels.Select(label => $"{label.Key}={label.Value}").Concat(selector.MatchExpressions.Select(TextOf)));

    private static string TextOf(LabelSelectorRequirement requirement) => requirement.Operator switch
    {
        "Exists" => requirement.Key ?? "",
        "DoesNotExist" => $"!{requirement.Key}",
        "NotIn" => $"{requirement.Key} notin ({string.Join(',', requirement.Values)})",
        _ => $"{requirement.Key} in ({string.Join(',', requirement.Values)})",
    };
}
