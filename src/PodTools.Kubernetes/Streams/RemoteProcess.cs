using System.Net.WebSockets;
using System.Text;
using System.Text.Json;

namespace PodTools.Kubernetes.Streams;

/// <summary>
/// A command that runs in a container, or a container's main process that we are attached to.
/// <para>
/// Output is taken from the network only as fast as it is read. Streams that were asked for must therefore be read at the
/// same time (or disposed, which discards what still comes): while one of them is full, nothing else arrives, not even
/// the exit code.
/// </para>
/// Disposing the process drops the connection. The container's command is not killed by that: the API has no way to.
/// </summary>
public sealed class RemoteProcess : IAsyncDisposable
{
    /// <summary>A Status is small; more than this on the error channel is not one.</summary>
    private const int LargestStatus = 1024 * 1024;

    /// <summary>How long a server may be silent between a command's exit status and its goodbye.</summary>
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(1);

    /// <summary>
    /// How long a command may be silent after all of its input, where the end of it cannot be sent, until it counts as one that
    /// waits for the end. Nothing tells it from one that is still busy.
    /// </summary>
    private static readonly TimeSpan Silence = TimeSpan.FromSeconds(5);

    private readonly IStreamChannels _channels;
    private readonly CancellationTokenSource _stop = new();
    private readonly BoundedPipe _output = new();
    private readonly BoundedPipe _errorOutput = new();
    private readonly MemoryStream _status = new();
    private readonly bool _hasInput;
    private readonly TimeProvider _time;
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private volatile bool _isListening;
    private volatile bool _wasHeard;
    private bool _inputEnded;
    private bool _disposed;

    internal RemoteProcess(WebSocket socket, ExecOptions options, TimeProvider? time = null)
        : this(new ChannelSocket(socket), options, time)
    {
    }

    internal RemoteProcess(IStreamChannels channels, ExecOptions options, TimeProvider? time = null)
    {
        _time = time ?? TimeProvider.System;
        _channels = channels;
        _hasInput = options.Stdin;
        StandardInput = new RemoteInputStream(this);
        Exit = ReceiveAsync();
    }

    /// <summary>
    /// What the command reads. Disposing it ends the input; where <see cref="CanEndInput"/> is false that throws. Writing
    /// throws <see cref="IOException"/> once the command has ended.
    /// </summary>
    public Stream StandardInput { get; }

    /// <summary>
    /// What the command writes. A connection lost in the middle throws <see cref="KubernetesException"/> after the last
    /// byte that arrived. At its end at once if it was not asked for.
    /// </summary>
    public Stream StandardOutput => _output;

    /// <summary>What the command writes as errors; as <see cref="StandardOutput"/> in every respect. Empty with a terminal.</summary>
    public Stream StandardError => _errorOutput;

    /// <summary>How the command ended. Never fails: what went wrong is in <see cref="RemoteExit.Error"/>.</summary>
    public Task<RemoteExit> Exit { get; }

    /// <summary>Whether standard input can be ended: true with protocol v5 and over SPDY, false with v4.</summary>
    public bool CanEndInput => _channels.CanHalfClose;

    /// <summary>
    /// Tells the command that no more input will come. Does nothing once the command has ended. Where that cannot be told, it
    /// is left to end by itself, as one does that knows when it has read enough, until it has been silent for five seconds.
    /// </summary>
    /// <exception cref="KubernetesException">
    /// Reason <see cref="StreamReason.EndOfInputNotSupported"/>: the server only knows protocol v4, which cannot end the input.
    /// </exception>
    public async Task EndInputAsync(CancellationToken cancellationToken)
    {
        if (_inputEnded || _ended.Task.IsCompleted)
        {
            return;
        }

        if (!_hasInput)
        {
            throw new InvalidOperationException("The command was started without standard input.");
        }

        if (!CanEndInput)
        {
            if (await EndsUnlessSilentAsync(cancellationToken).ConfigureAwait(false))
            {
                return;
            }

            throw new KubernetesException(
                StreamReason.EndOfInputNotSupported,
                "The server does not know the streaming protocol v5 (Kubernetes 1.30 and later), so the end of standard input cannot be sent. "
                + "Use a command that knows by itself when it has read enough, such as 'head -c <bytes>' or 'head -n <lines>'.");
        }

        _inputEnded = true;
        await SendAsync(() => _channels.HalfCloseAsync((byte)StreamChannel.StandardInput, cancellationToken)).ConfigureAwait(false);
    }

    /// <summary>Tells the command's terminal its size in characters.</summary>
    public Task ResizeAsync(int columns, int rows, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(columns);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(rows);
        var size = JsonSerializer.SerializeToUtf8Bytes(new TerminalSize(columns, rows), StreamsJson.Default.TerminalSize);
        return SendAsync(() => _channels.SendAsync((byte)StreamChannel.Resize, size, cancellationToken));
    }

    /// <summary>Drops the connection at once. Whoever reads or waits for the exit gets an error.</summary>
    public void Abort()
    {
        _stop.Cancel();
        _channels.Abort();
    }

    /// <summary>Drops the connection if the command still runs, and frees everything.</summary>
    public async ValueTask DisposeAsync()
    {
        if (_disposed)
        {
            return;
        }

        _disposed = true;
        Abort();
        await Exit.ConfigureAwait(false);
        await _output.DisposeAsync().ConfigureAwait(false);
        await _errorOutput.DisposeAsync().ConfigureAwait(false);
        _channels.Dispose();
        _stop.Dispose();
    }

    internal Task WriteInputAsync(ReadOnlyMemory<byte> data, CancellationToken cancellationToken) =>
        _hasInput
            ? SendAsync(() => _channels.SendAsync((byte)StreamChannel.StandardInput, data, cancellationToken))
            : throw new InvalidOperationException("The command was started without standard input.");

    private static async Task SendAsync(Func<Task> send)
    {
        try
        {
            await send().ConfigureAwait(false);
        }
        catch (Exception e) when (e is WebSocketException or IOException or ObjectDisposedException or InvalidOperationException)
        {
            throw new InputClosedException(e);
        }
    }

    private async Task<bool> EndsUnlessSilentAsync(CancellationToken cancellationToken)
    {
        do
        {
            _wasHeard = false;
            await Task.WhenAny(_ended.Task, Task.Delay(Silence, _time, cancellationToken)).ConfigureAwait(false);
            cancellationToken.ThrowIfCancellationRequested();
        }
        while (!_ended.Task.IsCompleted && (_wasHeard || !_isListening));

        return _ended.Task.IsCompleted;
    }

    private async Task<RemoteExit> ReceiveAsync()
    {
        // The constructor must return before anything is received.
        await Task.Yield();
        RemoteExit? exit = null;
        Exception? cause = null;
        try
        {
            while (exit is null && await ListenAsync().ConfigureAwait(false) is { } frame)
            {
                exit = await TakeAsync(frame).ConfigureAwait(false);
            }

            _ended.TrySetResult();

            // Servers send the status last, but nothing in the protocol orders the channels: what still comes is output, too.
            while (exit is not null && await ReceiveBeforeGoodbyeAsync().ConfigureAwait(false) is { } late)
            {
                await TakeAsync(late).ConfigureAwait(false);
            }
        }
        catch (Exception e) when (e is WebSocketException or OperationCanceledException or IOException or ObjectDisposedException)
        {
            cause = e;
        }

        _ended.TrySetResult();

        // With a status the output is complete, even if the status says that nothing could be started.
        var lost = exit is null ? Lost(cause) : null;
        _output.Finish(lost);
        _errorOutput.Finish(lost);
        await _channels.CloseAsync().ConfigureAwait(false);
        return exit ?? new RemoteExit(null, lost);
    }

    private async ValueTask<ChannelFrame?> ListenAsync()
    {
        _isListening = true;
        var frame = await _channels.ReceiveAsync(_stop.Token).ConfigureAwait(false);
        _isListening = false;
        _wasHeard = true;
        return frame;
    }

    /// <summary>Not every server says goodbye: its silence must not last for ever.</summary>
    private async Task<ChannelFrame?> ReceiveBeforeGoodbyeAsync()
    {
        using var patience = new CancellationTokenSource(Grace, _time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(_stop.Token, patience.Token);
        return await _channels.ReceiveAsync(either.Token).ConfigureAwait(false);
    }

    private async ValueTask<RemoteExit?> TakeAsync(ChannelFrame frame)
    {
        switch ((StreamChannel)frame.Channel)
        {
            case StreamChannel.StandardOutput:
                await _output.AppendAsync(frame.Payload, _stop.Token).ConfigureAwait(false);
                return null;
            case StreamChannel.StandardError:
                await _errorOutput.AppendAsync(frame.Payload, _stop.Token).ConfigureAwait(false);
                return null;
            case StreamChannel.Error when _status.Length + frame.Payload.Length <= LargestStatus:
                _status.Write(frame.Payload.Span);
                return frame.EndOfMessage ? ExitStatus.Read(_status.GetBuffer().AsSpan(0, (int)_status.Length)) : null;
            default:
                return null;
        }
    }

    private KubernetesException Lost(Exception? cause)
    {
        // What is on the error channel and is no Status is a plain text of a kubelet or of something on the way.
        var text = _status.Length > 0 ? Encoding.UTF8.GetString(_status.GetBuffer(), 0, (int)_status.Length) : _channels.CloseDescription;
        var said = string.IsNullOrEmpty(text) ? "" : $" The server said: {text}";
        return new KubernetesException(
            KubernetesReason.ConnectionLost,
            $"The connection was lost before the command's exit status arrived: whether it ended, and how, is not known.{said}",
            cause);
    }
}
