namespace PodTools.Pipeline;

/// <summary>
/// Runs one piece of work for each of many objects, several at once. It begins at once and reports as results arrive;
/// an object whose work fails is one error with that object as its target, and the others go on.
/// </summary>
/// <param name="limit">How many may run at the same time, at least one.</param>
/// <param name="pipeline">Where results and failures are reported.</param>
/// <param name="stop">Cancelled when the pipeline stops.</param>
/// <remarks>Used from the body of a cmdlet, hence on one thread: nothing here is locked.</remarks>
internal sealed class ParallelWork(int limit, IPipeline pipeline, CancellationToken stop)
{
    private readonly HashSet<Task> _running = [];
    private Task _last = Task.CompletedTask;

    /// <summary>Whether any work that has ended by now has failed.</summary>
    public bool HasFailed { get; private set; }

    /// <summary>Starts the work for one object, as soon as one of the places is free. What it does is reported as it ends.</summary>
    /// <param name="target">The object that failures belong to.</param>
    /// <param name="work">The work.</param>
    /// <returns>A task that ends when the work has begun, which holds the input back.</returns>
    public async Task AddAsync(object target, Func<Task> work)
    {
        await FindPlaceAsync();
        _running.Add(RunAsync(target, work));
    }

    /// <summary>Starts the work for one object likewise, but reports results and failures in the order in which the objects came.</summary>
    /// <param name="target">The object that failures belong to.</param>
    /// <param name="work">The work; what it gives is reported, unless it is null.</param>
    /// <param name="report">Reports it; null to write it.</param>
    /// <returns>A task that ends when the work has begun, which holds the input back.</returns>
    public async Task AddInOrderAsync(object target, Func<Task<object?>> work, Action<object>? report = null)
    {
        await FindPlaceAsync();
        _last = RunInOrderAsync(target, work, report ?? pipeline.Write, _last);
        _running.Add(_last);
    }

    /// <summary>Waits for all that was started.</summary>
    /// <returns>A task that ends with the last of it.</returns>
    public async Task FinishAsync()
    {
        await Task.WhenAll(_running);
        _running.Clear();
    }

    private async Task FindPlaceAsync()
    {
        while (_running.Count >= limit)
        {
            _running.Remove(await Task.WhenAny(_running));
        }

        stop.ThrowIfCancellationRequested();
    }

    private async Task RunAsync(object target, Func<Task> work)
    {
        try
        {
            await work();
        }
        catch (Exception exception) when (!stop.IsCancellationRequested)
        {
            Report(exception, target);
        }
    }

    private async Task RunInOrderAsync(object target, Func<Task<object?>> work, Action<object> report, Task before)
    {
        Exception? failure = null;
        object? result = null;
        try
        {
            result = await work();
        }
        catch (Exception exception) when (!stop.IsCancellationRequested)
        {
            failure = exception;
        }

        await before;
        if (failure is not null)
        {
            Report(failure, target);
        }
        else if (result is not null)
        {
            report(result);
        }
    }

    private void Report(Exception failure, object target)
    {
        HasFailed = true;
        pipeline.WriteError(ErrorRecords.From(failure, target));
    }
}
