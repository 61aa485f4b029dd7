using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using PodTools.Simulator.Api.Input;

namespace PodTools.Simulator.Api.Verbs;

/// <summary>Where a list goes on: the version that it shows, and the key of the last object that was sent.</summary>
/// <param name="Version">The resource version of the first page; -1 to go on with whatever is there now.</param>
/// <param name="Start">The key, below the namespace of the list, with a zero byte behind it.</param>
internal sealed record ContinueToken(long Version, string Start)
{
    /// <summary>The text that clients send back.</summary>
    public string Encode()
    {
        var json = new JsonObject { ["v"] = "meta.k8s.io/v1", ["rv"] = Version, ["start"] = Start };
        return Convert.ToBase64String(Encoding.UTF8.GetBytes(json.ToJsonString())).TrimEnd('=').Replace('+', '-').Replace('/', '_');
    }

    /// <exception cref="ApiException">400, when the text is no token.</exception>
    public static ContinueToken Decode(string text)
    {
        try
        {
            var padded = text.Replace('-', '+').Replace('_', '/');
            var bytes = Convert.FromBase64String(padded.PadRight((padded.Length + 3) / 4 * 4, '='));
            var json = JsonTree.Parse(bytes, [])!.AsObject();
            return new ContinueToken((long?)json["rv"] ?? 0, (string?)json["start"] ?? "");
        }
        catch (Exception garbage) when (garbage is FormatException or JsonException or InvalidOperationException)
        {
            throw ApiException.BadRequest($"invalid continue token: continue key is not valid: {garbage.Message}");
        }
    }
}
