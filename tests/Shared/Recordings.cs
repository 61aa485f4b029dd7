using System.Text.Json.Nodes;

namespace PodTools.Tests;

/// <summary>Finds what a real API server answered, in <c>tests/recordings</c>.</summary>
internal static class Recordings
{
    /// <summary>The root of the checkout: the folder that holds <c>PodTools.sln</c>.</summary>
    public static string Root { get; } = FindRoot();

    public static string PathOf(string relative) => Path.Combine(Root, "tests", "recordings", relative);

    public static JsonNode Read(string relative) =>
        JsonNode.Parse(File.ReadAllText(PathOf(relative)))
        ?? throw new InvalidDataException($"The recording {relative} is empty.");

    public static IEnumerable<string> Names(string folder) =>
        Directory.EnumerateFiles(PathOf(folder), "*.json").Select(path => Path.GetFileName(path)).Order(StringComparer.Ordinal);

    private static string FindRoot()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "PodTools.sln")))
            {
                return folder.FullName;
            }
        }

        throw new DirectoryNotFoundException($"No PodTools.sln above {AppContext.BaseDirectory}: the tests run from a checkout.");
    }
}
