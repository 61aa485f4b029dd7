using System.Globalization;

namespace PodTools.Diagnosis;

/// <summary>Turns of phrase that the sentences of several rules share.</summary>
internal static class Phrases
{
    private const int Longest = 160;

    /// <summary>The pod by its name.</summary>
    public static string Subject(PodEvidence evidence) => $"Pod {evidence.Pod}";

    /// <summary>A container by what it is and its name.</summary>
    public static string Subject(PodContainerDetail container) => container.Role switch
    {
        ContainerRole.Init => $"Init container {container.Name}",
        ContainerRole.Sidecar => $"Sidecar {container.Name}",
        _ => $"Container {container.Name}",
    };

    /// <summary>A number of times in words.</summary>
    public static string Times(int count) => count switch
    {
        1 => "once",
        2 => "twice",
        _ => string.Create(CultureInfo.InvariantCulture, $"{count} times"),
    };

    /// <summary>A message on one line, not too long, as the end of a sentence.</summary>
    public static string Quote(string? message)
    {
        var line = string.Join(' ', (message ?? "").Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)).TrimEnd('.');
        return line.Length > Longest ? line[..Longest] + "..." : line;
    }
}
