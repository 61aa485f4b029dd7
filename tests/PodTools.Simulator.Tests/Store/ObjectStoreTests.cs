using System.Text.Json.Nodes;
using PodTools.Simulator.Api;
using PodTools.Simulator.Store;

namespace PodTools.Simulator.Tests.Store;

public sealed class ObjectStoreTests
{
    private readonly ObjectStore _store = new(TimeProvider.System);

    [Fact]
    public void Every_write_takes_the_next_number_of_one_counter()
    {
        var first = _store.Create(ResourceTypes.ConfigMaps, ConfigMap("a"));
        var second = _store.Create(ResourceTypes.Services, ConfigMap("a"));
        var third = _store.Update(ResourceTypes.ConfigMaps, "ns", "a", WithLabel("x"));

        Assert.Equal([first.Version + 1, first.Version + 2], [second.Version, third.Version]);
        Assert.Equal(third.Version, _store.Version);
        Assert.Equal("x", third.Labels["label"]);
        Assert.Equal(first.Uid, third.Uid);
    }

    [Fact]
    public void An_update_that_changes_nothing_writes_nothing()
    {
        var created = _store.Create(ResourceTypes.ConfigMaps, ConfigMap("a"));
        var same = _store.Update(ResourceTypes.ConfigMaps, "ns", "a", json => json);

        Assert.Equal(created.Version, same.Version);
    }

    [Fact]
    public void An_update_that_was_overtaken_is_tried_again_on_the_newer_object()
    {
        _store.Create(ResourceTypes.ConfigMaps, ConfigMap("a"));
        var attempts = 0;
        var updated = _store.Update(ResourceTypes.ConfigMaps, "ns", "a", json =>
        {
            if (attempts++ == 0)
            {
                _store.Update(ResourceTypes.ConfigMaps, "ns", "a", WithLabel("other"));
            }

            json["data"] = new JsonObject { ["seen"] = (string?)json["metadata"]!["labels"]?["label"] };
            return json;
        });

        Assert.Equal(2, attempts);
        Assert.Equal("other", (string?)updated.ToJson()["data"]!["seen"]);
    }

    [Fact]
    public void A_name_is_taken_once()
    {
        _store.Create(ResourceTypes.ConfigMaps, ConfigMap("a"));

        var refusal = Assert.Throws<ApiException>(() => _store.Create(ResourceTypes.ConfigMaps, ConfigMap("a")));
        Assert.Equal(409, refusal.Code);
        Assert.Equal("configmaps \"a\" already exists", refusal.Message);
    }

    [Fact]
    public void A_tree_that_was_handed_out_changes_nothing_in_the_store()
    {
        var stored = _store.Create(ResourceTypes.ConfigMaps, ConfigMap("a"));
        stored.ToJson()["metadata"]!["name"] = "b";

        Assert.Equal("a", (string?)_store.Get(ResourceTypes.ConfigMaps, "ns", "a").ToJson()["metadata"]!["name"]);
    }

    [Fact]
    public void A_snapshot_lists_a_namespace_in_order_and_stays_what_it_was()
    {
        foreach (var (space, name) in new[] { ("b", "2"), ("a", "9"), ("b-c", "1"), ("b", "1") })
        {
            _store.Create(ResourceTypes.ConfigMaps, ConfigMap(name, space));
        }

        var snapshot = _store.Snapshot(ResourceTypes.ConfigMaps);
        _store.Remove(ResourceTypes.ConfigMaps, "b", "1");

        Assert.Equal(["b/1", "b/2"], snapshot.In("b").Select(stored => stored.Key));
        Assert.Equal(["b/2"], snapshot.In("b", after: "b/1").Select(stored => stored.Key));
        Assert.Equal(4, snapshot.In("").Count());
    }

    [Fact]
    public void The_past_can_be_listed_until_it_is_compacted()
    {
        _store.Create(ResourceTypes.ConfigMaps, ConfigMap("kept"));
        var gone = _store.Create(ResourceTypes.ConfigMaps, ConfigMap("gone"));
        _store.Remove(ResourceTypes.ConfigMaps, "ns", "gone");
        _store.Create(ResourceTypes.ConfigMaps, ConfigMap("new"));

        var past = _store.SnapshotAt(ResourceTypes.ConfigMaps, gone.Version);
        Assert.Equal(["gone", "kept"], past!.In("ns").Select(stored => stored.Name));
        _store.Compact();
        Assert.Null(_store.SnapshotAt(ResourceTypes.ConfigMaps, gone.Version));
    }

    [Fact]
    public async Task A_watch_replays_what_happened_and_goes_on_with_what_happens()
    {
        using var deadline = new CancellationTokenSource(TimeSpan.FromMinutes(1));
        var start = _store.Version;
        _store.Create(ResourceTypes.ConfigMaps, ConfigMap("a"));
        var seen = new List<string>();
        await foreach (var changes in _store.WatchAsync(ResourceTypes.ConfigMaps, start, deadline.Token))
        {
            seen.AddRange(changes.Select(change => $"{change.Type} {change.Object.Name}"));
            if (seen.Count == 1)
            {
                _store.Update(ResourceTypes.ConfigMaps, "ns", "a", WithLabel("x"));
                _store.Remove(ResourceTypes.ConfigMaps, "ns", "a");
            }
            else if (seen.Count == 3)
            {
                break;
            }
        }

        Assert.Equal(["Added a", "Modified a", "Deleted a"], seen);
    }

    [Fact]
    public async Task A_compaction_ends_no_open_watch_but_refuses_an_old_start()
    {
        using var deadline = new CancellationTokenSource(TimeSpan.FromMinutes(1));
        var old = _store.Version;
        _store.Create(ResourceTypes.ConfigMaps, ConfigMap("a"));
        var watch = _store.WatchAsync(ResourceTypes.ConfigMaps, _store.Version, deadline.Token).GetAsyncEnumerator(deadline.Token);
        var next = watch.MoveNextAsync();
        _store.Compact();
        _store.Create(ResourceTypes.ConfigMaps, ConfigMap("b"));

        Assert.True(await next);
        Assert.Equal("b", watch.Current[0].Object.Name);
        var refusal = await Assert.ThrowsAsync<ApiException>(async () =>
        {
            await foreach (var _ in _store.WatchAsync(ResourceTypes.ConfigMaps, old, deadline.Token))
            {
            }
        });
        Assert.Equal(410, refusal.Code);
        await watch.DisposeAsync();
    }

    [Fact]
    public void A_deletion_waits_for_finalizers_and_ends_with_the_last_one()
    {
        var json = ConfigMap("a");
        json["metadata"]!["finalizers"] = new JsonArray("example.test/hold");
        var created = _store.Create(ResourceTypes.ConfigMaps, json);

        Assert.True(ObjectDeletion.Delete(_store, created).IsTerminating);
        Assert.NotNull(_store.Find(ResourceTypes.ConfigMaps, "ns", "a"));
        _store.Update(ResourceTypes.ConfigMaps, "ns", "a", held =>
        {
            held["metadata"]!.AsObject().Remove("finalizers");
            return held;
        });
        Assert.Null(_store.Find(ResourceTypes.ConfigMaps, "ns", "a"));
    }

    private static Func<JsonObject, JsonObject?> WithLabel(string value) => json =>
    {
        json["metadata"]!["labels"] = new JsonObject { ["label"] = value };
        return json;
    };

    private static JsonObject ConfigMap(string name, string space = "ns") =>
        new() { ["metadata"] = new JsonObject { ["name"] = name, ["namespace"] = space } };
}
