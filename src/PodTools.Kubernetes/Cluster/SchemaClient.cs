using System.Runtime.CompilerServices;
using System.Text.Json;
using PodTools.Schema;

namespace PodTools.Kubernetes;

/// <summary>The schema that a cluster publishes.</summary>
/// <param name="connection">The connection to use.</param>
public sealed class SchemaClient(KubernetesConnection connection)
{
    private static readonly ConditionalWeakTable<KubernetesConnection, SchemaDescriptions> Known = [];

    /// <summary>Gets what types and fields of core/v1 are for. A cluster is asked once; after that its answer is remembered.</summary>
    /// <param name="cancellationToken">Stops waiting.</param>
    /// <returns>The descriptions.</returns>
    /// <exception cref="KubernetesException">The server refused, cannot be reached, or publishes no such document.</exception>
    public async Task<SchemaDescriptions> GetDescriptionsAsync(CancellationToken cancellationToken = default)
    {
        if (Known.TryGetValue(connection, out var known))
        {
            return known;
        }

        var document = await connection.ReadBytesAsync(new(HttpMethod.Get, "/openapi/v3/api/v1"), cancellationToken).ConfigureAwait(false);
        var descriptions = await ReadAsync(document, cancellationToken).ConfigureAwait(false);
        Known.AddOrUpdate(connection, descriptions);
        return descriptions;
    }

    private static async Task<SchemaDescriptions> ReadAsync(ReadOnlyMemory<byte> document, CancellationToken cancellationToken)
    {
        try
        {
            using var stream = new MemoryStream(document.ToArray());
            return await SchemaDescriptions.ReadAsync(stream, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception e) when (e is JsonException or InvalidDataException)
        {
            throw new KubernetesException(KubernetesReason.InvalidAnswer, $"The server's OpenAPI document cannot be understood: {e.Message}", e);
        }
    }
}
