using PodTools.Tests;

namespace PodTools.Simulator.Tests.Rest;

/// <summary>Reads a list of answers that differ from the recorded ones on purpose, or not yet.</summary>
internal static class AcceptedDifferences
{
    /// <summary>The reason of each case by its name. A line that begins with <c>#</c> is the reason of the cases below it.</summary>
    /// <param name="file">The list, below the folder of this project.</param>
    public static IReadOnlyDictionary<string, string> Read(string file = "AcceptedDifferences.txt")
    {
        var result = new Dictionary<string, string>();
        var reason = "";
        foreach (var line in File.ReadLines(Path.Combine(Recordings.Root, "tests", "PodTools.Simulator.Tests", file)))
        {
            if (line.StartsWith('#'))
            {
                reason = line[1..].Trim();
            }
            else if (line.Length > 0)
            {
                result.Add(line.Trim(), reason);
            }
        }

        return result;
    }
}
