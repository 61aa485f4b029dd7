using System.Globalization;
using System.Text;

namespace PodTools.Simulator.Node.Network;

/// <summary>An answer over HTTP.</summary>
/// <param name="Status">The status code.</param>
/// <param name="Reason">The words for it.</param>
/// <param name="ContentType">The type of the body.</param>
/// <param name="Body">The body.</param>
internal sealed record Page(int Status, string Reason, string ContentType, byte[] Body)
{
    private const string Server = "nginx/1.27.5";

    /// <summary>What a web server shows at first.</summary>
    public static Page Welcome { get; } = Html(
        """
        <!DOCTYPE html>
        <html>
        <head><title>Welcome to nginx!</title></head>
        <body><h1>Welcome to nginx!</h1></body>
        </html>

        """);

    /// <summary>A page of HTML.</summary>
    public static Page Html(string html) => new(200, "OK", "text/html", Encoding.UTF8.GetBytes(html));

    /// <summary>Plain text.</summary>
    public static Page Text(string text) => new(200, "OK", "text/plain; charset=utf-8", Encoding.UTF8.GetBytes(text));

    /// <summary>A page that says what is wrong.</summary>
    public static Page Error(int status, string reason) => new(status, reason, "text/html", Encoding.UTF8.GetBytes(
        $"<html>\r\n<head><title>{status} {reason}</title></head>\r\n<body>\r\n<center><h1>{status} {reason}</h1></center>\r\n<hr><center>{Server}</center>\r\n</body>\r\n</html>\r\n"));

    /// <summary>A file below a folder, as a web server shows it.</summary>
    public static Page File(string folder, string path)
    {
        var relative = Uri.UnescapeDataString(path.Split('?')[0]).TrimStart('/');
        var file = Path.GetFullPath(Path.Combine(folder, relative));
        if (Directory.Exists(file))
        {
            file = Path.Combine(file, "index.html");
        }

        return !file.StartsWith(folder + Path.DirectorySeparatorChar, StringComparison.Ordinal) ? Error(400, "Bad Request")
            : System.IO.File.Exists(file) ? new Page(200, "OK", TypeOf(file), System.IO.File.ReadAllBytes(file))
            : relative.Length == 0 ? Error(403, "Forbidden")
            : Error(404, "Not Found");
    }

    /// <summary>The bytes of the answer.</summary>
    public byte[] ToBytes(bool withBody, bool keepAlive)
    {
        var head = string.Create(
            CultureInfo.InvariantCulture,
            $"HTTP/1.1 {Status} {Reason}\r\nServer: {Server}\r\nDate: {DateTimeOffset.UtcNow:r}\r\nContent-Type: {ContentType}\r\n"
            + $"Content-Length: {Body.Length}\r\nConnection: {(keepAlive ? "keep-alive" : "close")}\r\n\r\n");
        return withBody ? [.. Encoding.ASCII.GetBytes(head), .. Body] : Encoding.ASCII.GetBytes(head);
    }

    private static string TypeOf(string file) => Path.GetExtension(file) switch
    {
        ".html" or ".htm" => "text/html",
        ".css" => "text/css",
        ".js" => "application/javascript",
        ".json" => "application/json",
        ".txt" or "" => "text/plain",
        _ => "application/octet-stream",
    };
}
