using System.Collections.Concurrent;

namespace PodTools.Pipeline;

/// <summary>
/// Runs asynchronous work on a thread that would otherwise block: everything the work continues with comes back
/// to this thread, one thing at a time. So the body of a cmdlet may await freely, start many things at once and still
/// write to the pipeline, which takes calls from its own thread only, without a lock.
/// </summary>
/// <remarks>
/// Between two runs nothing is executed: what arrives then waits for the next run. That holds unfinished work back
/// while a slow command upstream prepares the next object, and is wanted.
/// </remarks>
internal sealed class PipelinePump : SynchronizationContext, IDisposable
{
    /// <summary>
    /// How long cancelled work may take to clean up before the pipeline goes on without it. It goes on cleaning up elsewhere:
    /// the first time, when all that a cancellation passes through has yet to be compiled, that can take longer than a user
    /// who has typed Ctrl+C should wait.
    /// </summary>
    private static readonly TimeSpan Grace = TimeSpan.FromMilliseconds(30);

    private readonly ConcurrentQueue<Action> _queue = new();
    private readonly SemaphoreSlim _queued = new(0);
    private readonly CancellationTokenSource _stop = new();
    private volatile bool _abandoned;
    private int _thread;
    private Exception? _ending;

    /// <summary>Cancelled when the pipeline stops: by Ctrl+C, or because nobody downstream takes more.</summary>
    public CancellationToken Stopping => _stop.Token;

    /// <summary>Runs work to its end on the calling thread, or until it is stopped.</summary>
    /// <param name="work">The work; it is given the token that <see cref="Stop"/> cancels, and not begun after that.</param>
    /// <remarks>
    /// Nothing is thrown because of <see cref="Stop"/>: the engine knows that it has stopped the command, and looks up the source
    /// line of each frame of an exception that ends one, which costs more time than all the rest of a Ctrl+C.
    /// </remarks>
    public void Run(Func<CancellationToken, Task> work)
    {
        if (_stop.IsCancellationRequested)
        {
            return;
        }

        var outer = Current;
        SetSynchronizationContext(this);
        _thread = Environment.CurrentManagedThreadId;
        try
        {
            var task = work(_stop.Token);
            Wait(task);
            RethrowEnding();
            if (_stop.IsCancellationRequested)
            {
                Forget(task);
            }
            else
            {
                task.GetAwaiter().GetResult();
            }
        }
        finally
        {
            _thread = 0;
            SetSynchronizationContext(outer);
        }
    }

    /// <summary>Whether this exception is the one by which the engine ended the command.</summary>
    /// <param name="exception">What a run threw.</param>
    public bool IsEnding(Exception exception) => ReferenceEquals(exception, _ending);

    /// <summary>
    /// Calls into the engine on the pipeline's thread and waits for the answer. When the engine answers by throwing,
    /// it ends the command: the work is cancelled and the run ends with that exception.
    /// </summary>
    /// <typeparam name="T">What the engine answers.</typeparam>
    /// <param name="call">The call.</param>
    /// <returns>What the engine answered.</returns>
    /// <exception cref="OperationCanceledException">The pipeline has stopped.</exception>
    public T Invoke<T>(Func<T> call)
    {
        _stop.Token.ThrowIfCancellationRequested();
        if (_thread == Environment.CurrentManagedThreadId)
        {
            return InvokeHere(call);
        }

        var answer = new TaskCompletionSource<T>(TaskCreationOptions.RunContinuationsAsynchronously);
        Enqueue(() =>
        {
            try
            {
                answer.SetResult(InvokeHere(call));
            }
            catch (Exception exception)
            {
                answer.SetException(exception);
            }
        });
        answer.Task.Wait(_stop.Token);
        return answer.Task.GetAwaiter().GetResult();
    }

    /// <summary>Calls into the engine when the pipeline's thread comes by, and does not wait for that. After the end the call is dropped.</summary>
    /// <param name="call">The call.</param>
    public void Tell(Action call) => Enqueue(() =>
    {
        if (_thread != Environment.CurrentManagedThreadId || _stop.IsCancellationRequested)
        {
            return;
        }

        try
        {
            InvokeHere(call);
        }
        catch (Exception exception) when (IsEnding(exception))
        {
            // The run ends with it.
        }
    });

    /// <summary>Cancels the work. The run in progress returns as soon as the work has ended, or after a short grace without it.</summary>
    public void Stop()
    {
        Cancel();
        _queued.Release();
    }

    /// <inheritdoc/>
    public override void Post(SendOrPostCallback d, object? state) => Enqueue(() => d(state));

    /// <inheritdoc/>
    public override void Send(SendOrPostCallback d, object? state) => Invoke(() =>
    {
        d(state);
        return true;
    });

    /// <inheritdoc/>
    public override SynchronizationContext CreateCopy() => this;

    /// <summary>Cancels what still runs and lets it clean up by itself.</summary>
    public void Dispose()
    {
        Cancel();
        Abandon();
    }

    /// <summary>What is registered on the token runs elsewhere, so that nothing slow holds the pipeline up.</summary>
    private void Cancel() => _ = _stop.CancelAsync();

    private void InvokeHere(Action call) => InvokeHere(() =>
    {
        call();
        return true;
    });

    private T InvokeHere<T>(Func<T> call)
    {
        try
        {
            return call();
        }
        catch (Exception exception)
        {
            _ending ??= exception;
            Cancel();
            throw;
        }
    }

    private void Wait(Task task)
    {
        if (task.IsCompleted)
        {
            return;
        }

        task.ContinueWith(_ => _queued.Release(), CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
        var deadline = long.MaxValue;
        while (!task.IsCompleted)
        {
            if (_stop.IsCancellationRequested && deadline == long.MaxValue)
            {
                deadline = Environment.TickCount64 + (long)Grace.TotalMilliseconds;
            }

            var left = deadline == long.MaxValue ? Timeout.Infinite : (int)Math.Max(0, deadline - Environment.TickCount64);
            if (!_queued.Wait(left))
            {
                Abandon();
                return;
            }

            if (_queue.TryDequeue(out var action))
            {
                action();
            }
        }
    }

    /// <summary>Whatever cancelled work ends with concerns nobody.</summary>
    private static void Forget(Task task) =>
        task.ContinueWith(static late => _ = late.Exception, CancellationToken.None, TaskContinuationOptions.OnlyOnFaulted, TaskScheduler.Default);

    private void RethrowEnding()
    {
        if (_ending is not null)
        {
            System.Runtime.ExceptionServices.ExceptionDispatchInfo.Throw(_ending);
        }
    }

    private void Enqueue(Action action)
    {
        if (_abandoned)
        {
            ThreadPool.QueueUserWorkItem(static action => action(), action, preferLocal: false);
            return;
        }

        _queue.Enqueue(action);
        _queued.Release();
        if (_abandoned)
        {
            Abandon();
        }
    }

    /// <summary>Hands what is left to the thread pool, so that open connections are closed although nobody waits any more.</summary>
    private void Abandon()
    {
        _abandoned = true;
        while (_queue.TryDequeue(out var action))
        {
            ThreadPool.QueueUserWorkItem(static action => action(), action, preferLocal: false);
        }
    }
}
