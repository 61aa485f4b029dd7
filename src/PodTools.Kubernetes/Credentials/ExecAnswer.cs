using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace PodTools.Kubernetes;

/// <summary>What a credential plugin answered: the <c>status</c> of an <c>ExecCredential</c>.</summary>
/// <param name="Credential">The credentials.</param>
/// <param name="Expires">When they end; null when they hold until the server refuses them.</param>
internal sealed record ExecAnswer(Credential Credential, DateTimeOffset? Expires)
{
    /// <summary>Reads the output of a plugin. No error ever quotes it: it is a secret.</summary>
    internal static ExecAnswer Parse(string output, ExecPlugin plugin)
    {
        var root = Root(output) ?? throw Refuse(plugin, "did not print an ExecCredential in JSON");
        if (Text(root, "kind") != "ExecCredential")
        {
            throw Refuse(plugin, "printed JSON that is no ExecCredential");
        }

        if (Text(root, "apiVersion") is var version && version != plugin.ApiVersion)
        {
            throw Refuse(plugin, $"answered in apiVersion \"{version}\", but the kubeconfig says {plugin.ApiVersion}");
        }

        var status = root["status"] as JsonObject ?? throw Refuse(plugin, "printed no status");
        var (token, certificate, key) = (Text(status, "token"), Text(status, "clientCertificateData"), Text(status, "clientKeyData"));
        if ((certificate is null) != (key is null))
        {
            throw Refuse(plugin, "printed a client certificate without its key, or a key without its certificate");
        }

        if (token is null && certificate is null)
        {
            throw Refuse(plugin, "printed neither a token nor a client certificate");
        }

        if (token is not null && !BearerToken.Allows(token))
        {
            throw Refuse(plugin, $"printed a token that {BearerToken.Fault}");
        }

        var credential = new Credential(token, certificate is null ? null : ClientCertificate.FromPem(certificate, key!, plugin.Owner));
        return new(credential, Expiry(status, plugin));
    }

    private static DateTimeOffset? Expiry(JsonObject status, ExecPlugin plugin) => Text(status, "expirationTimestamp") switch
    {
        null => null,
        var text when DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time) => time,
        _ => throw Refuse(plugin, "printed an expirationTimestamp that is no time"),
    };

    private static JsonObject? Root(string output)
    {
        try
        {
            return JsonNode.Parse(output) as JsonObject;
        }
        catch (JsonException)
        {
            // Not kept as the cause: its message may quote the output.
            return null;
        }
    }

    private static string? Text(JsonObject map, string field) =>
        map[field] is JsonValue value && value.TryGetValue<string>(out var text) && text.Length > 0 ? text : null;

    private static KubernetesException Refuse(ExecPlugin plugin, string what) => new(
        KubernetesReason.CredentialFailed, $"The credential plugin \"{plugin.Command}\" of {plugin.Owner} {what}.");
}
