using System.Reflection;
using System.Text.RegularExpressions;

namespace PodTools.Tests.Help;

/// <summary>Holds about_PodTools_Errors to the source: it lists every id that the cmdlets report, and no other.</summary>
public sealed partial class ErrorTopicTests
{
    /// <summary>Ids that are completed at run time, with what completes them.</summary>
    private static readonly Dictionary<string, string[]> Completions = new()
    {
        ["{0}"] = ["Pod"],
        ["{Noun}"] = ["Annotation", "Label"],
    };

    [Fact]
    public void The_topic_lists_every_id_with_its_categories() => Assert.Equal(InSource(), InTopic());

    private static IEnumerable<string> InTopic()
    {
        var topic = File.ReadAllText(Path.Combine(Recordings.Root, "en-US", "about_PodTools_Errors.help.txt"));
        return TopicEntry().Matches(topic).Select(match => match.Value.Trim()).Order(StringComparer.Ordinal);
    }

    private static IEnumerable<string> InSource()
    {
        var root = Path.Combine(Recordings.Root, "src", "PodTools");
        var files = new[] { "Pipeline", "Commands" }.SelectMany(folder => Directory.EnumerateFiles(Path.Combine(root, folder), "*.cs", SearchOption.AllDirectories));
        return files
            .SelectMany(file => SourceEntry().Matches(File.ReadAllText(file)))
            .SelectMany(match => Ids(match).Select(id => (Id: id, Category: match.Groups["category"].Value)))
            .GroupBy(entry => entry.Id, entry => entry.Category)
            .Select(group => $"{group.Key} ({string.Join(" or ", group.Distinct().Order(StringComparer.Ordinal))})")
            .Order(StringComparer.Ordinal);
    }

    private static IEnumerable<string> Ids(Match match)
    {
        if (match.Groups["constant"].Success)
        {
            return [Constant(match.Groups["class"].Value, match.Groups["constant"].Value)];
        }

        var id = match.Groups["id"].Value;
        var open = Completions.Keys.FirstOrDefault(id.Contains);
        return open is null ? [id] : Completions[open].Select(word => id.Replace(open, word, StringComparison.Ordinal));
    }

    private static string Constant(string type, string name)
    {
        var owner = new[] { typeof(KubernetesReason), typeof(StreamReason) }.Single(each => each.Name == type);
        return (string)owner.GetField(name, BindingFlags.Public | BindingFlags.Static)!.GetRawConstantValue()!;
    }

    /// <summary>Wherever an id is reported, its category stands behind it.</summary>
    [GeneratedRegex("""(?:"(?<id>[A-Z{][\w{}]*)"|(?<class>\w+Reason)\.(?<constant>[A-Z]\w*)),\s*ErrorCategory\.(?<category>\w+)""")]
    private static partial Regex SourceEntry();

    [GeneratedRegex(@"^    [A-Z]\w+ \([A-Z]\w+(?: or [A-Z]\w+)*\)$", RegexOptions.Multiline)]
    private static partial Regex TopicEntry();
}
