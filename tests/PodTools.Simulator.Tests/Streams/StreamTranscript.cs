using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace PodTools.Simulator.Tests.Streams;

/// <summary>What a server sent on a stream, in a form that two runs can be compared in: the first frame and each channel as a whole.</summary>
internal sealed partial class StreamTranscript
{
    private readonly SortedDictionary<string, List<byte>> _channels = new(StringComparer.Ordinal);
    private readonly Dictionary<string, long> _sizes = [];

    public string First { get; private set; } = "";

    public long Size { get; private set; }

    public string? Close { get; set; }

    /// <summary>Adds a frame of the server's: opcode 1 is text, its first character the channel.</summary>
    public void Add(int opcode, ReadOnlySpan<byte> frame)
    {
        if (Size == 0 && First.Length == 0)
        {
            First = $"{opcode} {Convert.ToHexString(frame)}";
        }

        Size += frame.Length;
        var channel = frame.Length == 0 ? "" : opcode == 1 ? ((char)frame[0]).ToString() : frame[0].ToString(System.Globalization.CultureInfo.InvariantCulture);
        if (!_channels.TryGetValue(channel, out var bytes))
        {
            _channels[channel] = bytes = [];
        }

        bytes.AddRange(frame.Length > 0 ? frame[1..] : frame);
    }

    /// <summary>Notes a frame of which only the size was recorded.</summary>
    public void AddSize(JsonObject channels)
    {
        foreach (var (channel, sum) in channels)
        {
            _sizes[channel] = (long)sum!["size"]!;
        }
    }

    /// <summary>The transcript as text; sizes alone where the other side only has sizes.</summary>
    public string Text(bool ticks, StreamTranscript other) => string.Join('\n', _channels.Keys.Union(_sizes.Keys).Union(other._sizes.Keys)
        .Order(StringComparer.Ordinal)
        .Select(channel => $"[{channel}] {Content(channel, ticks, other)}")
        .Append($"close {Close}"));

    private string Content(string channel, bool ticks, StreamTranscript other)
    {
        if (_sizes.ContainsKey(channel) || other._sizes.ContainsKey(channel))
        {
            return $"{(_sizes.TryGetValue(channel, out var size) ? size : _channels.GetValueOrDefault(channel, []).Count)} bytes";
        }

        var text = Identifier().Replace(Encoding.Latin1.GetString([.. _channels[channel]]), "<id>");
        return ticks ? string.Join('|', Number().Replace(text, "#").Split('\n').Distinct().Order(StringComparer.Ordinal)) : text;
    }

    [GeneratedRegex("cni-[0-9a-f-]+|[0-9a-f]{64}")]
    private static partial Regex Identifier();

    [GeneratedRegex(@"\d+")]
    private static partial Regex Number();
}
