using System.Text.Json;

namespace PodTools.Kubernetes;

/// <summary>The little that a client needs to know of a JSON Web Token. Its signature is the server's business.</summary>
internal static class JsonWebToken
{
    /// <summary>When a token ends.</summary>
    /// <returns>The time; null when the text is no token, or says nothing about it.</returns>
    internal static DateTimeOffset? Expiry(string? token)
    {
        if (token?.Split('.') is not [_, var payload, _])
        {
            return null;
        }

        try
        {
            var padded = payload.Replace('-', '+').Replace('_', '/').PadRight((payload.Length + 3) / 4 * 4, '=');
            using var claims = JsonDocument.Parse(Convert.FromBase64String(padded));
            return claims.RootElement.TryGetProperty("exp", out var expiry) ? DateTimeOffset.FromUnixTimeSeconds((long)expiry.GetDouble()) : null;
        }
        catch (Exception e) when (e is FormatException or JsonException or InvalidOperationException or ArgumentOutOfRangeException)
        {
            return null;
        }
    }
}
