using PodTools.Streams;

namespace PodTools.Commands;

/// <summary>An input that one command reads while it is still being piped in: a command that reads slowly slows the pipeline down.</summary>
internal sealed class PassedInput : ExecInput
{
    private readonly BoundedPipe _pipe = new();
    private readonly TaskCompletionSource _opened = new();

    /// <summary>Ends when the command is about to read.</summary>
    public Task Opened => _opened.Task;

    /// <inheritdoc/>
    public override Stream Open()
    {
        _opened.TrySetResult();
        return _pipe;
    }

    /// <inheritdoc/>
    public override void Complete() => _pipe.Finish(failure: null);

    /// <inheritdoc/>
    public override void Dispose() => _pipe.Dispose();

    /// <inheritdoc/>
    private protected override ValueTask WriteAsync(ReadOnlyMemory<byte> bytes, CancellationToken stop) => _pipe.AppendAsync(bytes, stop);
}
