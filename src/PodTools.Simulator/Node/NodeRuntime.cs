using PodTools.Simulator.Api;
using PodTools.Simulator.Node.Containers;
using PodTools.Simulator.Node.Network;
using PodTools.Simulator.Node.Outages;
using PodTools.Simulator.Node.Sandboxes;
using PodTools.Simulator.Node.Scheduling;
using PodTools.Simulator.Store;

namespace PodTools.Simulator.Node;

/// <summary>
/// The nodes of a simulated cluster with their scheduler: pods come and go in the store, and here they live. All of it
/// is one loop of work, so ten thousand pods that idle cost memory and nothing else.
/// </summary>
internal sealed class NodeRuntime : INodeRuntime
{
    private const int SettleRounds = 1000;

    private static readonly TimeSpan SettleTime = TimeSpan.FromMilliseconds(2);

    private readonly ObjectStore _store;
    private readonly PodSimulatorOptions _options;
    private readonly WorkLoop _loop;
    private readonly CancellationTokenSource _stop = new();
    private readonly Dictionary<string, PodWorker> _workers = [];
    private readonly Scheduler _scheduler;
    private readonly EventRecorder _events;
    private readonly HashSet<string> _cutOff = [];
    private readonly NodeMonitor _monitor;
    private readonly TaintEviction _eviction;
    private readonly RecordedPods _recorded;
    private readonly List<Task> _watching = [];
    private NodeContext? _context;

    /// <summary>Makes the nodes of a cluster.</summary>
    /// <param name="store">Where the pods are.</param>
    /// <param name="options">How many nodes, and how fast they live.</param>
    public NodeRuntime(ObjectStore store, PodSimulatorOptions options)
    {
        _store = store;
        _options = options;
        _loop = new WorkLoop(store.Clock, options.Speed);
        _events = new EventRecorder(store, _loop, _cutOff);
        _scheduler = new Scheduler(store, _loop, _events);
        _monitor = new NodeMonitor(store, _loop, _events);
        _recorded = new RecordedPods(store, _loop);
        _eviction = new TaintEviction(store, _loop, _events, _recorded);
    }

    /// <summary>What containers do, by their image.</summary>
    public ImageCatalogue Images { get; } = new();

    /// <summary>The time of the cluster.</summary>
    public DateTimeOffset Now => _store.Clock.GetUtcNow();

    /// <inheritdoc/>
    public async Task StartAsync(CancellationToken cancellation)
    {
        var isolated = await Isolation.IsAvailableAsync().WaitAsync(cancellation).ConfigureAwait(false);
        var folder = Directory.CreateTempSubdirectory("podtools-simulator-").FullName;
        var data = new ReferencedData(_store);
        _context = new NodeContext(_store, _loop, _events, Images)
        {
            Launcher = new ContainerLauncher(
                _loop, _store.Clock, Images, data, new SandboxOptions(isolated, _options.Speed), Path.Combine(folder, "containers")),
            Addresses = new PodAddressPool(),
            Data = data,
            CutOff = _cutOff,
            Folder = Path.Combine(folder, "pods"),
            HostAddress = name => _scheduler.FindNode(name)?.Address ?? "",
        };
        Folder = folder;
        for (var index = 1; index <= _options.Nodes; index++)
        {
            var node = NodeObjects.Create(index, _options.Version, _store.Clock.GetUtcNow());
            if (_store.Find(ResourceTypes.Nodes, "", (string)node["metadata"]!["name"]!) is null)
            {
                _store.Create(ResourceTypes.Nodes, node);
            }
        }

        _recorded.TakeAll();

        _watching.Add(WatchAsync(ResourceTypes.Nodes, OnNode));
        _watching.Add(WatchAsync(ResourceTypes.Pods, OnPod));
    }

    /// <summary>The folder in which the containers keep what they write, gone after disposal.</summary>
    public string Folder { get; private set; } = "";

    /// <summary>Looks at a pod on the loop.</summary>
    /// <param name="uid">Which pod.</param>
    /// <param name="look">Takes what is wanted of it; gets null when it does not run here.</param>
    public Task<T> LookAsync<T>(string uid, Func<PodWorker?, T> look) => _loop.RunAsync(() => look(_workers.GetValueOrDefault(uid)));

    /// <summary>Cuts a node off, or connects it again.</summary>
    /// <param name="name">The node.</param>
    /// <param name="connected">Whether it is to be reached from now on.</param>
    /// <returns>Whether there is such a node.</returns>
    public Task<bool> ConnectAsync(string name, bool connected) => _loop.RunAsync(() =>
    {
        var exists = _scheduler.FindNode(name) is not null;
        if (exists && !connected && _cutOff.Add(name))
        {
            _monitor.NoteSilence(name);
        }
        else if (connected && _cutOff.Remove(name))
        {
            _monitor.NoteReturn(name);
            if (_store.Find(ResourceTypes.Nodes, "", name) is { } node)
            {
                // Before any time passes, or pods would still be driven away.
                See(node);
            }

            Return(name);
        }

        return exists;
    });

    /// <summary>Lets the node of a pod evict it.</summary>
    /// <param name="uid">Which pod.</param>
    /// <param name="message">Why.</param>
    /// <returns>Whether it ran on a node that can be reached.</returns>
    public Task<bool> EvictAsync(string uid, string message) => _loop.RunAsync(() =>
    {
        if (_workers.GetValueOrDefault(uid) is not { IsOver: false } worker || _cutOff.Contains(worker.Pod.NodeName))
        {
            return false;
        }

        worker.Evict(message);
        return true;
    });

    /// <summary>The address of a node that is cut off; null of any other.</summary>
    public Task<string?> CutOffAddressAsync(string node) =>
        _loop.RunAsync(() => _cutOff.Contains(node) ? _scheduler.FindNode(node)?.Address : null);

    /// <summary>Whether a pod came with a snapshot, so that nobody runs it.</summary>
    public Task<bool> IsRecordedAsync(PodObject pod) => _loop.RunAsync(() => _recorded.Contains(pod));

    /// <summary>Waits until everything that was due is done and its changes have been seen; a cluster that never rests is left alone.</summary>
    public async Task SettleAsync()
    {
        var version = -1L;
        for (var round = 0; round < SettleRounds && version != _store.Version; round++)
        {
            version = _store.Version;
            await _loop.RunAsync(() => 0).ConfigureAwait(false);

            // The store tells of a change at once, but on another thread than the one that made it.
            await Task.Delay(SettleTime).ConfigureAwait(false);
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync().ConfigureAwait(false);
        await Task.WhenAll(_watching).ConfigureAwait(false);
        var running = await _loop.RunAsync(KillAll).ConfigureAwait(false);
        await Task.WhenAll(running).ConfigureAwait(false);
        await _loop.DisposeAsync().ConfigureAwait(false);
        _stop.Dispose();
        if (Folder.Length > 0)
        {
            Directory.Delete(Folder, recursive: true);
        }
    }

    private List<Task> KillAll()
    {
        var runs = _workers.Values.SelectMany(worker => worker.Containers)
            .Where(container => container.IsRunning).Select(container => container.Run!).ToList();
        runs.ForEach(run => run.Process.Kill());
        return runs.ConvertAll(run => Task.WhenAll(run.Process.Exit, run.CloseAsync()));
    }

    // The present objects first and then their changes, and all of it again when the history was compacted meanwhile, as
    // any client of a watch does it. The first look is taken before the caller goes on.
    private Task WatchAsync(ResourceType type, Action<StoreChange> handle)
    {
        var snapshot = List(type, handle);
        return Task.Run(async () =>
        {
            while (!_stop.IsCancellationRequested)
            {
                try
                {
                    await FollowAsync(type, snapshot.Version, handle).ConfigureAwait(false);
                }
                catch (ApiException expired) when (expired.Code == 410)
                {
                    snapshot = List(type, handle);
                }
                catch (OperationCanceledException)
                {
                    // The simulator stops.
                }
            }
        });
    }

    private StoreSnapshot List(ResourceType type, Action<StoreChange> handle)
    {
        var snapshot = _store.Snapshot(type);
        var present = snapshot.In("").ToList();
        _loop.Post(() =>
        {
            present.ForEach(stored => handle(new StoreChange(StoreChangeType.Added, stored, null)));
            if (type == ResourceTypes.Pods)
            {
                AbandonAllBut([.. present.Select(stored => stored.Uid)]);
            }
        });
        return snapshot;
    }

    private async Task FollowAsync(ResourceType type, long version, Action<StoreChange> handle)
    {
        await foreach (var changes in _store.WatchAsync(type, version, _stop.Token).ConfigureAwait(false))
        {
            foreach (var change in changes)
            {
                _loop.Post(() => handle(change));
            }
        }
    }

    private void AbandonAllBut(HashSet<string> present)
    {
        foreach (var worker in _workers.Values.Where(worker => !present.Contains(worker.Pod.Uid)).ToList())
        {
            Remove(worker.Pod);
        }
    }

    private void Remove(PodObject pod)
    {
        _scheduler.Forget(pod);
        _eviction.Forget(pod);
        _recorded.Forget(pod);
        if (_workers.Remove(pod.Uid, out var worker))
        {
            worker.Abandon();
        }
    }

    private void OnNode(StoreChange change)
    {
        if (change.Type == StoreChangeType.Deleted)
        {
            _scheduler.RemoveNode(change.Object.Name);
        }
        else
        {
            See(change.Object);
        }
    }

    private void See(StoredObject node)
    {
        _scheduler.SetNode(node.Name, node.ToJson());
        _eviction.Consider(_scheduler.FindNode(node.Name)!);
    }

    private void OnPod(StoreChange change)
    {
        var uid = change.Object.Uid;
        var worker = _workers.GetValueOrDefault(uid);
        if (change.Type == StoreChangeType.Deleted)
        {
            Remove(new PodObject(change.Object.ToJson()));
        }
        else if (worker is null || worker.WrittenVersion < change.Version)
        {
            See(new PodObject(change.Object.ToJson()), worker);
        }
        else if (worker.IsOver && worker.WrittenVersion == change.Version)
        {
            _scheduler.Consider(worker.Pod);
        }
    }

    private void See(PodObject pod, PodWorker? worker)
    {
        if (_recorded.Contains(pod))
        {
            _scheduler.Count(pod);
            _recorded.Consider(pod);
            return;
        }

        _scheduler.Consider(pod);
        _eviction.Consider(pod, _scheduler.FindNode(pod.NodeName));
        if (_cutOff.Contains(pod.NodeName))
        {
            return;
        }

        if (worker is not null)
        {
            worker.Update(pod);
        }
        else if (pod.NodeName.Length > 0 && _scheduler.FindNode(pod.NodeName) is not null)
        {
            _workers[pod.Uid] = new PodWorker(_context!, pod);
        }
    }

    // What the node missed is told to it now, and it tells what it did meanwhile.
    private void Return(string node)
    {
        foreach (var stored in _store.Snapshot(ResourceTypes.Pods).In(""))
        {
            var pod = new PodObject(stored.ToJson());
            if (pod.NodeName != node)
            {
                continue;
            }

            if (_workers.TryGetValue(pod.Uid, out var worker))
            {
                worker.Return(pod);
            }
            else
            {
                See(pod, null);
            }
        }
    }
}
