namespace PodTools.Pipeline;

/// <summary>
/// Runs one piece of work for each of many objects, several at once. It begins at once and reports as results arrive;
/// an object whose work fails is one error with that object as its target, and the others go on.
/// </summary>
/// <param name="limit">How many may run at the same time, at least one.</param>
/// <param name="pipeline">Where failures are reported.</param>
/// <param name="stop">Cancelled when the pipeline stops.</param>
/// <remarks>Used from the body of a cmdlet, hence on one thread: nothing here is locked.</remarks>
internal sealed class ParallelWork(int limit, IPipeline pipeline, CancellationToken stop)
{
    private readonly HashSet<Task> _running = [];

    /// <summary>Starts the work for one object, as soon as one of the places is free.</summary>
    /// <param name="target">The object that failures belong to.</param>
    /// <param name="work">The work.</param>
    /// <returns>A task that ends when the work has begun, which holds the input back.</returns>
    public async Task AddAsync(object target, Func<Task> work)
    {
        while (_running.Count >= limit)
        {
            _running.Remove(await Task.WhenAny(_running));
        }

        stop.ThrowIfCancellationRequested();
        _running.Add(RunAsync(target, work));
    }

    /// <summary>Waits for all that was started.</summary>
    /// <returns>A task that ends with the last of it.</returns>
    public async Task FinishAsync()
    {
        await Task.WhenAll(_running);
        _running.Clear();
    }

    private async Task RunAsync(object target, Func<Task> work)
    {
        try
        {
            await work();
        }
        catch (Exception exception) when (!stop.IsCancellationRequested)
        {
            pipeline.WriteError(ErrorRecords.From(exception, target));
        }
    }
}
