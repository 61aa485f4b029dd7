using System.Globalization;
using System.IO.Enumeration;
using System.Text;

namespace PodTools.Tests.Faults;

/// <summary>A request as an <see cref="ApiRelay"/> reads it.</summary>
internal sealed record RelayRequest(string Method, string Target, IReadOnlyList<(string Name, string Value)> Headers, byte[] Body)
{
    public bool Upgrades => Headers.Any(header => header.Name.Equals("Upgrade", StringComparison.OrdinalIgnoreCase));

    /// <summary>Whether a pattern such as <c>POST */pods*</c> means this request, with its query.</summary>
    public bool Is(string pattern) => FileSystemName.MatchesSimpleExpression(pattern, $"{Method} {Target}");

    /// <summary>Reads the next request of a connection; null at its end.</summary>
    public static async Task<RelayRequest?> ReadAsync(Stream stream, CancellationToken stop)
    {
        var head = new StringBuilder();
        var one = new byte[1];
        while (head.Length < 4 || head.ToString(head.Length - 4, 4) != "\r\n\r\n")
        {
            if (await stream.ReadAsync(one, stop) == 0)
            {
                return null;
            }

            head.Append((char)one[0]);
        }

        var lines = head.ToString().Split("\r\n", StringSplitOptions.RemoveEmptyEntries);
        var first = lines[0].Split(' ');
        var headers = lines.Skip(1).Select(line => line.Split(": ", 2)).Select(pair => (pair[0], pair[1])).ToList();
        var length = headers.FirstOrDefault(header => header.Item1.Equals("Content-Length", StringComparison.OrdinalIgnoreCase)).Item2;
        var body = new byte[length is null ? 0 : int.Parse(length, CultureInfo.InvariantCulture)];
        await stream.ReadExactlyAsync(body, stop);
        return new(first[0], first[1], headers, body);
    }

    /// <summary>The same request, for another server and another user.</summary>
    public HttpRequestMessage For(Uri server, string token)
    {
        var message = new HttpRequestMessage(new HttpMethod(Method), new Uri(server, Target)) { Version = new Version(1, 1) };
        if (Body.Length > 0)
        {
            message.Content = new ByteArrayContent(Body);
        }

        foreach (var (name, value) in Headers)
        {
            if (!name.Equals("Host", StringComparison.OrdinalIgnoreCase) && !name.Equals("Authorization", StringComparison.OrdinalIgnoreCase)
                && !message.Headers.TryAddWithoutValidation(name, value))
            {
                message.Content?.Headers.TryAddWithoutValidation(name, value);
            }
        }

        message.Headers.Authorization = new("Bearer", token);
        return message;
    }
}
