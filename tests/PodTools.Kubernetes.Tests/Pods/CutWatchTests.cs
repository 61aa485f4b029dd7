using System.Collections.Concurrent;

namespace PodTools.Kubernetes.Tests.Pods;

/// <summary>
/// A watch that is cut once, after each number of bytes that there is: in its list, in the list after its history was gone, and in
/// its stream. Each change is told once, none is lost, and none that is over is told again.
/// </summary>
public sealed class CutWatchTests
{
    // Each as type, name with uid, and version.
    private const string FromStart = "Added a1@5, Added b2@6, Added c3@7, Modified a1@11, Added d4@12, Modified c3@13, Deleted c3@14, Added c5@16, Added z6@17";
    private const string FromPresent = "Added a1@11, Added b2@6, Added c5@16, Added d4@12, Added z6@17";

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task In_its_stream(bool resets)
    {
        var seen = await WatchAsync(new PodHistory { Resets = resets }, PodHistory.WatchLength);

        Assert.All(seen, told => Assert.Equal(FromStart, told.Value));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task In_its_list(bool resets)
    {
        var history = new PodHistory { Lists = [PodHistory.Start, PodHistory.Present], CutList = 1, Resets = resets };

        var seen = await WatchAsync(history, PodHistory.ListLength(PodHistory.Start) - 1);

        // Once the client has begun with a state, it keeps to it: a newer list lacks what was deleted since. What arrived before a
        // reset may be lost with it, so that only an end shows for sure that it did begin.
        Assert.All(seen, told => Assert.Contains(told.Value, new[] { FromStart, FromPresent }));
        Assert.True(resets || seen.Values.Contains(FromStart));
    }

    [Theory]
    [InlineData(12, "*Modified a1@11, *Added d4@12, Modified c3@13, Deleted c3@14, Added c5@16, Added z6@17")]
    [InlineData(14, "*Modified a1@11, *Added d4@12, *Deleted c3@7, Added c5@16, Added z6@17")]
    public async Task In_the_list_after_its_history_was_gone(int version, string told)
    {
        const string Before = "Added a1@5, Added b2@6, Added c3@7, ";
        const string OfPresent = "*Modified a1@11, *Added c5@16, *Added d4@12, *Added z6@17, *Deleted c3@7";
        var history = new PodHistory { Lists = [PodHistory.Start, version, PodHistory.Present], CutList = 2, Forgets = true };

        var seen = await WatchAsync(history, PodHistory.ListLength(version) - 1);

        Assert.All(seen, each => Assert.Contains(each.Value, new[] { Before + told, Before + OfPresent }));
        Assert.Contains(Before + told, seen.Values);
    }

    [Fact]
    public async Task In_a_list_whose_state_is_kept_no_longer()
    {
        var history = new PodHistory { Lists = [12, PodHistory.Present], CutList = 1, KeepsNoVersion = true };

        var seen = await WatchAsync(history, PodHistory.ListLength(12) - 1);

        // What was told of the first list stays true, and the second one adds how it differs.
        string[] possible =
        [
            FromPresent,
            "Added a1@11, Added b2@6, Added c3@7, Added c5@16, Added d4@12, Added z6@17, Deleted c3@7",
            "Added a1@11, Added b2@6, Added c3@7, Added d4@12, Added c5@16, Added z6@17, Deleted c3@7",
        ];
        Assert.All(seen, each => Assert.Contains(each.Value, possible));
        Assert.Equal(possible.Length, seen.Values.Distinct().Count());
    }

    /// <summary>Watches once for each number of bytes.</summary>
    /// <returns>What each watch told until its last pod came, by the number of bytes.</returns>
    private static async Task<IReadOnlyDictionary<int, string>> WatchAsync(PodHistory history, int longest)
    {
        await using var server = new ScriptedServer(null, history.AnswerAsync);
        using var connection = TestConnections.To(server, null);
        var seen = new ConcurrentDictionary<int, string>();
        await Parallel.ForEachAsync(Enumerable.Range(0, longest + 1), async (bytes, _) =>
            seen[bytes] = string.Join(", ", await ChangesAsync(new PodClient(connection), $"cut-{bytes}")));
        return seen;
    }

    private static async Task<List<string>> ChangesAsync(PodClient pods, string ns)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(1));
        var seen = new List<string>();
        var isDeletionDue = false;
        await foreach (var change in pods.WatchAsync(ns, cancellationToken: limit.Token))
        {
            var pod = change.Pod.Metadata!;
            isDeletionDue |= pod.Uid == "3";
            isDeletionDue &= change.Type != PodWatchEventType.Deleted;
            seen.Add($"{(change.Synthetic ? "*" : "")}{change.Type} {pod.Name}{pod.Uid}@{pod.ResourceVersion}");

            // What a comparison finds missing is told behind the last pod that it finds.
            if (!isDeletionDue && seen.Exists(each => each.EndsWith($" z6@{PodHistory.Present}", StringComparison.Ordinal)))
            {
                break;
            }
        }

        return seen;
    }
}
