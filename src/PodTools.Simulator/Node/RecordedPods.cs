using PodTools.Simulator.Store;

namespace PodTools.Simulator.Node;

/// <summary>
/// The pods that came with a snapshot. Their containers run nowhere, so no node touches them: they stay as they were
/// recorded, until somebody deletes them and their grace period is over. Called on the loop only.
/// </summary>
/// <param name="store">Where the pods are.</param>
/// <param name="loop">Knows when a grace period is over.</param>
internal sealed class RecordedPods(ObjectStore store, WorkLoop loop)
{
    // By uid. A pod that was Terminating when it was recorded hangs so in its cluster, and does here.
    private readonly Dictionary<string, string?> _deletions = [];

    /// <summary>Takes note of every pod that the store has.</summary>
    public void TakeAll()
    {
        foreach (var stored in store.Snapshot(ResourceTypes.Pods).In(""))
        {
            _deletions[stored.Uid] = DeletionOf(new PodObject(stored.ToJson()));
        }
    }

    /// <summary>Whether a pod came with the snapshot.</summary>
    public bool Contains(PodObject pod) => _deletions.ContainsKey(pod.Uid);

    /// <summary>Looks at one of the pods as it is now: one that somebody deletes says goodbye when its grace is over.</summary>
    public void Consider(PodObject pod)
    {
        if (DeletionOf(pod) is { } deletion && deletion != _deletions[pod.Uid])
        {
            _deletions[pod.Uid] = deletion;
            loop.After(pod.DeletionGrace ?? TimeSpan.Zero, () => Finish(pod));
        }
    }

    /// <summary>Forgets a pod that is gone.</summary>
    public void Forget(PodObject pod) => _deletions.Remove(pod.Uid);

    private static string? DeletionOf(PodObject pod) => (string?)pod.Metadata["deletionTimestamp"];

    private void Finish(PodObject pod)
    {
        if (store.Find(ResourceTypes.Pods, pod.Namespace, pod.Name) is { } stored && stored.Uid == pod.Uid)
        {
            ObjectDeletion.Delete(store, stored, 0);
        }
    }
}
