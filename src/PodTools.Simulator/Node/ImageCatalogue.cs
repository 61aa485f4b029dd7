using System.Collections.Concurrent;
using System.Text.RegularExpressions;

namespace PodTools.Simulator.Node;

/// <summary>
/// Which images there are and what containers of them do. Images that nobody described are guessed by their name: a web
/// server answers, a shell runs its command, everything else idles.
/// </summary>
internal sealed partial class ImageCatalogue
{
    private readonly ConcurrentDictionary<string, SimulatedImage> _described = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<(string Node, string Image), bool> _pulled = new();

    /// <summary>Describes an image, or describes it anew. Containers that run already go on as they began.</summary>
    public void Describe(SimulatedImage image) => _described[image.Name] = image;

    /// <summary>The description that fits a name best: the same name, then the longest pattern; null when none does.</summary>
    public SimulatedImage? Find(ImageReference image) =>
        _described.Values
            .Where(described => Matches(described.Name, image))
            .OrderByDescending(described => described.Name.Length)
            .FirstOrDefault();

    /// <summary>Why an image cannot be pulled, or null when it can.</summary>
    public string? PullProblem(ImageReference image)
    {
        if (Find(image) is { } described)
        {
            return described.PullError is null ? null : Words(image, described.PullError);
        }

        return IsUnreachable(image.Registry)
            ? $"failed to pull and unpack image \"{image.FullName}\": failed to resolve reference \"{image.FullName}\": "
                + $"failed to do request: Head \"https://{image.Registry}/v2/{image.Repository}/manifests/{image.Tag ?? image.Digest}\": "
                + $"dial tcp: lookup {image.Registry}: no such host"
            : AbsentTag().IsMatch(image.Tag ?? "") || AbsentTag().IsMatch(image.ShortName)
                ? Words(image, $"{image.FullName}: not found")
                : null;
    }

    /// <summary>Whether a node has an image without pulling it. Every node comes with busybox and nginx.</summary>
    public bool IsPresent(string node, ImageReference image) =>
        _pulled.ContainsKey((node, image.FullName))
        || (image.ShortName is "busybox" or "nginx" or "pause" && Find(image) is null && PullProblem(image) is null);

    /// <summary>Notes that a node has pulled an image.</summary>
    public void AddPulled(string node, ImageReference image) => _pulled[(node, image.FullName)] = true;

    /// <summary>What an image that nobody described does by itself.</summary>
    public static ImageRole RoleOf(ImageReference image) =>
        WebServers().IsMatch(image.ShortName) ? ImageRole.WebServer
        : EchoServers().IsMatch(image.ShortName) ? ImageRole.EchoServer
        : Shells().IsMatch(image.ShortName) ? ImageRole.Shell
        : ImageRole.Idle;

    private static bool Matches(string pattern, ImageReference image) =>
        new[] { image.Text, image.FullName, image.Repository, image.ShortName, $"{image.Registry}/{image.Repository}" }
            .Any(name => pattern == name
                || (pattern.Contains('*', StringComparison.Ordinal)
                    && Regex.IsMatch(name, "^" + Regex.Escape(pattern).Replace("\\*", ".*", StringComparison.Ordinal) + "$")));

    private static string Words(ImageReference image, string problem) =>
        $"rpc error: code = NotFound desc = failed to pull and unpack image \"{image.FullName}\": failed to resolve reference \"{image.FullName}\": {problem}";

    // Names that by RFC 2606 and RFC 6761 belong to nobody.
    private static bool IsUnreachable(string registry)
    {
        var host = registry.Split(':')[0];
        return host.EndsWith(".invalid", StringComparison.Ordinal)
            || host.EndsWith(".example", StringComparison.Ordinal)
            || host.EndsWith(".test", StringComparison.Ordinal);
    }

    [GeneratedRegex("no-?such|(does|do)-?not-?exist|not-?exist|non-?existent|not-?here|not-?found|missing|typo|wrong|bad-?tag|invalid")]
    private static partial Regex AbsentTag();

    [GeneratedRegex("nginx|httpd|apache|caddy|traefik|haproxy")]
    private static partial Regex WebServers();

    [GeneratedRegex("http-?go|http-?echo|hello|echo-?server|whoami|kubia|agnhost|kuard|podinfo")]
    private static partial Regex EchoServers();

    [GeneratedRegex("^(busybox|alpine|debian|ubuntu|fedora|bash|ubi.*|centos|rockylinux|amazonlinux|toybox)$")]
    private static partial Regex Shells();
}
