using System.Globalization;
using PodTools.Tests;

namespace PodTools.Simulator.Tests.Kubectl;

/// <summary>One command of kubectl 1.27 and what it printed with a real cluster, from <c>tests/recordings/kubectl</c>.</summary>
internal sealed class KubectlRecording
{
    private const string NoNewline = "\\ no newline at end\n";

    private readonly Dictionary<string, string> _head;
    private readonly Dictionary<string, string> _sections;

    private KubectlRecording(string name, Dictionary<string, string> head, Dictionary<string, string> sections)
    {
        Name = name;
        _head = head;
        _sections = sections;
    }

    public static IReadOnlyList<KubectlRecording> All { get; } =
        [.. Directory.EnumerateFiles(Recordings.PathOf("kubectl"), "*.txt").Order(StringComparer.Ordinal).Select(Read)];

    /// <summary>The name of the file without its ending; they ran in this order.</summary>
    public string Name { get; }

    /// <summary>The name of who asked, without what that one may do.</summary>
    public string User => _head["user"].Split(' ')[0];

    public string Namespace => _head["namespace"];

    /// <summary>The command line after <c>kubectl</c>.</summary>
    public IReadOnlyList<string> Arguments => [.. Split(_head["command"]).Skip(1)];

    /// <summary>Whether it would have gone on for ever, and was interrupted.</summary>
    public bool IsInterrupted => _head.ContainsKey("note");

    public string Input => _sections.GetValueOrDefault("stdin", "");

    public KubectlResult Result => new(int.Parse(_head["exit"], CultureInfo.InvariantCulture), _sections["stdout"], _sections["stderr"]);

    private static KubectlRecording Read(string path)
    {
        var parts = File.ReadAllText(path).Split("----- ");
        var head = parts[0].Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Select(line => line.Split(": ", 2)).ToDictionary(pair => pair[0], pair => pair[1]);
        var sections = parts[1..].Select(part => part.Split('\n', 2)).Where(pair => pair[0] != "end")
            .ToDictionary(pair => pair[0], pair => pair[1].EndsWith(NoNewline, StringComparison.Ordinal) ? pair[1][..^(NoNewline.Length + 1)] : pair[1]);
        return new KubectlRecording(Path.GetFileNameWithoutExtension(path), head, sections);
    }

    // As a shell does it, of whose quotes the recordings use the single ones.
    private static IEnumerable<string> Split(string line)
    {
        var quoted = false;
        var start = 0;
        for (var i = 0; i <= line.Length; i++)
        {
            if (i == line.Length || (line[i] == ' ' && !quoted))
            {
                yield return line[start..i].Replace("'", "", StringComparison.Ordinal);
                start = i + 1;
            }
            else if (line[i] == '\'')
            {
                quoted = !quoted;
            }
        }
    }
}
