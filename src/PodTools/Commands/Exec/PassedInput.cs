using PodTools.Streams;

namespace PodTools.Commands;

/// <summary>
/// An input that one command reads while it is still being piped in: it runs as soon as there is something to read, and one
/// that reads slowly slows the pipeline down.
/// </summary>
/// <param name="run">Runs the command, if its pod is found.</param>
/// <param name="clock">What a pause is measured by.</param>
internal sealed class PassedInput(Func<Task> run, TimeProvider clock) : ExecInput
{
    /// <summary>How long a line waits for others: each as a message of its own would cost a server far more than its bytes do.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(10);

    private readonly BoundedPipe _pipe = new(Patience, clock);
    private readonly TaskCompletionSource _opened = new();
    private Task? _reading;

    /// <inheritdoc/>
    public override Stream Open()
    {
        _opened.TrySetResult();
        return _pipe;
    }

    /// <inheritdoc/>
    public override Task EndAsync()
    {
        _pipe.Finish(failure: null);
        return _reading ??= ReadAsync();
    }

    /// <inheritdoc/>
    public override void Dispose() => _pipe.Dispose();

    /// <inheritdoc/>
    private protected override async ValueTask WriteAsync(ReadOnlyMemory<byte> bytes, CancellationToken stop)
    {
        _reading ??= ReadAsync();

        // Nothing is taken before a command is about to read it: when there is none, the error is that of looking for it.
        if (!_opened.Task.IsCompleted)
        {
            await Task.WhenAny(_opened.Task, _reading);
        }

        await (_reading.IsCompleted ? _reading : _pipe.AppendAsync(bytes, stop).AsTask());
    }

    private async Task ReadAsync()
    {
        try
        {
            await run();
        }
        finally
        {
            // The pipeline must not wait for a command that reads no more.
            _pipe.Dispose();
        }
    }
}
