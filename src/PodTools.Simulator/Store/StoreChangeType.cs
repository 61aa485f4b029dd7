namespace PodTools.Simulator.Store;

/// <summary>What a change did to an object.</summary>
internal enum StoreChangeType
{
    Added,
    Modified,
    Deleted,
}
