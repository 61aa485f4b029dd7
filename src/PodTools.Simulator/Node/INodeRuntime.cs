namespace PodTools.Simulator.Node;

/// <summary>
/// What runs the pods: schedules them, walks them through their life by writing their status to the store, and lets the
/// API reach into their containers.
/// </summary>
internal interface INodeRuntime : IAsyncDisposable
{
    /// <summary>Registers the nodes in the store and begins to watch for pods.</summary>
    Task StartAsync(CancellationToken cancellation);
}
