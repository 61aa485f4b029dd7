namespace PodTools.Simulator.Store;

/// <summary>One step in the history of a resource.</summary>
/// <param name="Type">What happened.</param>
/// <param name="Object">The object after the change; for a deletion its last state, at the version of the deletion.</param>
/// <param name="Previous">The object before the change, null for a new one.</param>
internal sealed record StoreChange(StoreChangeType Type, StoredObject Object, StoredObject? Previous)
{
    public long Version => Object.Version;
}
