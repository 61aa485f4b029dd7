using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;

namespace PodTools.Simulator.Node;

/// <summary>The name of an image: registry, repository, tag or digest.</summary>
internal sealed partial class ImageReference
{
    private ImageReference(string text, Match match)
    {
        Text = text;
        var path = match.Groups["path"].Value;
        var slash = path.IndexOf('/', StringComparison.Ordinal);
        var first = slash < 0 ? "" : path[..slash];
        var hasRegistry = first == "localhost" || first.Contains('.', StringComparison.Ordinal) || first.Contains(':', StringComparison.Ordinal);
        Registry = hasRegistry ? first : "docker.io";
        Repository = hasRegistry ? path[(slash + 1)..] : slash < 0 ? "library/" + path : path;
        Digest = match.Groups["digest"].Success ? match.Groups["digest"].Value : null;
        Tag = match.Groups["tag"].Success ? match.Groups["tag"].Value : Digest is null ? "latest" : null;
    }

    /// <summary>The name as the pod's spec has it.</summary>
    public string Text { get; }

    public string Registry { get; }

    public string Repository { get; }

    public string? Tag { get; }

    public string? Digest { get; }

    /// <summary>The last part of the repository, as <c>nginx</c>.</summary>
    public string ShortName => Repository[(Repository.LastIndexOf('/') + 1)..];

    /// <summary>The whole name, as <c>docker.io/library/nginx:latest</c>.</summary>
    public string FullName => $"{Registry}/{Repository}{(Tag is null ? "" : ":" + Tag)}{(Digest is null ? "" : "@" + Digest)}";

    /// <summary>What a container runtime calls the image itself. Made up from the name, so that the same name gives the same id.</summary>
    public string Id => $"{Registry}/{Repository}@{Digest ?? "sha256:" + Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(FullName))).ToLowerInvariant()}";

    /// <summary>Reads a name.</summary>
    /// <param name="text">As <c>nginx:1.27</c> or <c>registry.example.com:5000/team/app@sha256:...</c>.</param>
    /// <param name="problem">What is wrong with it, in the words of a container runtime.</param>
    public static ImageReference? Parse(string text, out string? problem)
    {
        var match = Name().Match(text);
        problem = match.Success ? null
            : Name().IsMatch(text.ToLowerInvariant()) || text.Any(char.IsAsciiLetterUpper)
                ? "invalid reference format: repository name must be lowercase"
                : "invalid reference format";
        return match.Success ? new ImageReference(text, match) : null;
    }

    [GeneratedRegex(
        """^(?<path>(?:(?:localhost|[a-zA-Z0-9-]+(?:\.[a-zA-Z0-9-]+)+|[a-zA-Z0-9.-]+(?=:\d+/))(?::\d+)?/)?[a-z0-9]+(?:(?:\.|_|__|-+)[a-z0-9]+)*(?:/[a-z0-9]+(?:(?:\.|_|__|-+)[a-z0-9]+)*)*)(?::(?<tag>[\w][\w.-]{0,127}))?(?:@(?<digest>sha256:[0-9a-f]{64}))?$""",
        RegexOptions.CultureInvariant)]
    private static partial Regex Name();
}
