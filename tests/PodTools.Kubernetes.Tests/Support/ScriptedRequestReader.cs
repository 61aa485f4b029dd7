using System.Globalization;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace PodTools.Kubernetes.Tests;

/// <summary>Reads requests of HTTP/1.1 off a connection.</summary>
internal sealed class ScriptedRequestReader(Stream stream)
{
    internal async Task<ScriptedRequest?> ReadAsync(string? serverName, X509Certificate2? certificate, int connection, CancellationToken stop)
    {
        var head = await ReadHeadAsync(stop);
        if (head.Length == 0)
        {
            return null;
        }

        var lines = head.Split("\r\n", StringSplitOptions.RemoveEmptyEntries);
        var first = lines[0].Split(' ');
        var headers = lines.Skip(1).Select(l => l.Split(": ", 2)).ToLookup(p => p[0], p => p[1], StringComparer.OrdinalIgnoreCase)
            .ToDictionary(g => g.Key, g => string.Join(", ", g), StringComparer.OrdinalIgnoreCase);
        var body = new byte[headers.TryGetValue("Content-Length", out var length) ? int.Parse(length, CultureInfo.InvariantCulture) : 0];
        await stream.ReadExactlyAsync(body, stop);
        return new(first[0], first[1], headers, Encoding.UTF8.GetString(body), serverName, certificate, connection) { Lines = lines[1..] };
    }

    private async Task<string> ReadHeadAsync(CancellationToken stop)
    {
        var head = new List<byte>();
        var one = new byte[1];
        while (head.Count < 4 || !head.TakeLast(4).SequenceEqual("\r\n\r\n"u8.ToArray()))
        {
            if (await stream.ReadAsync(one, stop) == 0)
            {
                return "";
            }

            head.Add(one[0]);
            if (head is [0x16])
            {
                // A TLS handshake where plain HTTP is spoken: what servers of the field answer.
                await stream.WriteAsync("HTTP/1.0 400 Bad Request\r\n\r\nClient sent an HTTPS request to an HTTP server.\n"u8.ToArray(), stop);
                return "";
            }
        }

        return Encoding.UTF8.GetString([.. head]);
    }
}
