using System.Text.Json;
using System.Text.Json.Nodes;

namespace PodTools.Kubernetes;

/// <summary>What a server says about itself.</summary>
/// <param name="connection">The connection to use.</param>
public sealed class VersionClient(KubernetesConnection connection)
{
    /// <summary>Asks for the version of the server; the cheapest proof that it can be reached.</summary>
    /// <param name="cancellationToken">Stops waiting.</param>
    /// <returns>The version, such as <c>v1.33.2</c>.</returns>
    /// <exception cref="KubernetesException">The server refused or cannot be reached.</exception>
    public async Task<string> GetAsync(CancellationToken cancellationToken = default)
    {
        var request = new ApiRequest(HttpMethod.Get, "/version");
        var version = await connection.ReadNodeAsync(request, cancellationToken).ConfigureAwait(false);
        return version["gitVersion"] is JsonValue text && text.TryGetValue<string>(out var name)
            ? name
            : throw AnswerJson.Unreadable(request, connection.Server, new JsonException("It has no gitVersion."));
    }
}
