using System.Collections.Concurrent;
using System.Globalization;
using System.Text;

namespace PodTools.Kubernetes.Tests.Pods;

/// <summary>
/// A short history of a collection of pods, served as an API server does: lists of the present or of an exact version, watches
/// of what came after a version, and 410 for what is kept no longer. Each namespace lives through it alone, and the first answer
/// of one kind in it breaks off after as many bytes as the namespace's name says.
/// </summary>
internal sealed class PodHistory
{
    internal const int Start = 10;
    internal const int Present = 17;

    private static readonly (int Version, string Type, string Name, string Uid)[] Events =
    [
        (5, "ADDED", "a", "1"),
        (6, "ADDED", "b", "2"),
        (7, "ADDED", "c", "3"),
        (11, "MODIFIED", "a", "1"),
        (12, "ADDED", "d", "4"),
        (13, "MODIFIED", "c", "3"),
        (14, "DELETED", "c", "3"),
        (15, "BOOKMARK", "", ""),
        (16, "ADDED", "c", "5"),
        (Present, "ADDED", "z", "6"),
    ];

    private readonly ConcurrentDictionary<string, int> _answers = [];

    /// <summary>The versions that the first, the second... list of a namespace shows, if it asks for none; the last one counts for all that follow.</summary>
    internal int[] Lists { get; init; } = [Start];

    /// <summary>Which list of a namespace is cut, from 1 on; 0 for its first watch.</summary>
    internal int CutList { get; init; }

    /// <summary>Whether the first watch of a namespace is told that its history is gone.</summary>
    internal bool Forgets { get; init; }

    /// <summary>Whether a list of an exact version is refused: it is kept no longer.</summary>
    internal bool KeepsNoVersion { get; init; }

    /// <summary>Whether a cut resets the connection, rather than end the answer as if it were whole.</summary>
    internal bool Resets { get; init; }

    /// <summary>A watch that is cut: all events after the start, as bytes.</summary>
    internal static int WatchLength => Encoding.UTF8.GetByteCount(Watch(Start));

    /// <summary>The length of a list of a version.</summary>
    internal static int ListLength(int version) => Encoding.UTF8.GetByteCount(List(version));

    /// <summary>Answers a request in the namespace <c>cut-BYTES</c>.</summary>
    internal async Task AnswerAsync(ScriptedRequest request, Stream stream, CancellationToken stop)
    {
        var ns = request.Path.Split('/')[4];
        var isWatch = request.Query("watch") is not null;
        var version = int.Parse(request.Query("resourceVersion") ?? "0", CultureInfo.InvariantCulture);
        var number = _answers.AddOrUpdate($"{ns} {(isWatch ? "watch" : "list")}", 1, (_, before) => before + 1);
        if ((isWatch && Forgets && number == 1) || (version > 0 && !isWatch && KeepsNoVersion))
        {
            await ScriptedServer.WriteAsync(stream, 410, """{"kind":"Status","status":"Failure","message":"too old","reason":"Expired","code":410}""");
            return;
        }

        if (!isWatch && version > 0 && request.Query("resourceVersionMatch") != "Exact")
        {
            throw new InvalidOperationException($"Not what the client should ask for: {request.Target}");
        }

        var body = isWatch ? Watch(version) : List(version > 0 ? version : Lists[Math.Min(number, Lists.Length) - 1]);
        await ScriptedServer.BeginChunksAsync(stream);
        if (isWatch ? CutList == 0 && number == 1 : CutList == number)
        {
            await CutAsync(stream, body, int.Parse(ns.Split('-')[1], CultureInfo.InvariantCulture));
            return;
        }

        await WriteAsync(stream, body);
        if (isWatch)
        {
            await Task.Delay(Timeout.Infinite, stop);
        }

        await stream.WriteAsync("0\r\n\r\n"u8.ToArray(), stop);
    }

    private static string Watch(int version) => string.Concat(Events.Where(e => e.Version > version).Select(e =>
        $$$"""{"type":"{{{e.Type}}}","object":{{{Pod(e.Name, e.Uid, e.Version)}}}}""" + "\n"));

    private static string List(int version)
    {
        var pods = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var e in Events.Where(e => e.Version <= version && e.Type != "BOOKMARK"))
        {
            pods[e.Name] = Pod(e.Name, e.Uid, e.Version);
            if (e.Type == "DELETED")
            {
                pods.Remove(e.Name);
            }
        }

        return $$$"""{"kind":"PodList","metadata":{"resourceVersion":"{{{version}}}"},"items":[{{{string.Join(',', pods.Values)}}}]}""";
    }

    private static string Pod(string name, string uid, int version) =>
        $$$"""{"metadata":{"name":"{{{name}}}","uid":"{{{uid}}}","resourceVersion":"{{{version}}}"}}""";

    private async Task CutAsync(Stream stream, string body, int bytes)
    {
        await WriteAsync(stream, body[..bytes]);
        if (Resets)
        {
            throw new ScriptedCutException();
        }

        await stream.WriteAsync("0\r\n\r\n"u8.ToArray());
    }

    private static Task WriteAsync(Stream stream, string text) => text.Length == 0 ? Task.CompletedTask : ScriptedServer.WriteChunkAsync(stream, text);
}
