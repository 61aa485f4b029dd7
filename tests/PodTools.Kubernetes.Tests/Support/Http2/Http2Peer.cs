using System.Buffers.Binary;

namespace PodTools.Kubernetes.Tests;

/// <summary>The server's side of one connection: it reads frames, and counts the streams that are open.</summary>
internal sealed class Http2Peer(Stream wire, int mostStreams, Func<Http2Request, Task> answer) : IDisposable
{
    private const int MaxConcurrentStreams = 3;

    private readonly SemaphoreSlim _writing = new(1, 1);
    private readonly Dictionary<int, Http2Request> _incomplete = [];
    private int _open;

    /// <summary>How many streams were open at once at most; those that the server has not ended.</summary>
    public int MostOpen { get; private set; }

    public void Dispose() => wire.Dispose();

    /// <summary>Serves until the client leaves.</summary>
    /// <param name="stop">Ends it before.</param>
    public async Task ServeAsync(CancellationToken stop)
    {
        var preface = new byte[Http2Frame.Preface.Length];
        await wire.ReadExactlyAsync(preface, stop);
        Assert.Equal(Http2Frame.Preface, preface);
        var settings = new byte[6];
        settings[1] = MaxConcurrentStreams;
        BinaryPrimitives.WriteInt32BigEndian(settings.AsSpan(2), mostStreams);
        await WriteAsync(new(Http2FrameType.Settings, 0, 0, settings));
        while (await Http2Frame.ReadAsync(wire, stop) is { } frame)
        {
            await TakeAsync(frame);
        }
    }

    public async Task WriteAsync(Http2Frame frame)
    {
        await _writing.WaitAsync();
        try
        {
            if (frame.Stream != 0 && (frame.Type == Http2FrameType.Reset || frame.Is(Http2Frame.EndOrAck)))
            {
                Interlocked.Decrement(ref _open);
            }

            await wire.WriteAsync(frame.ToBytes());
            await wire.FlushAsync();
        }
        finally
        {
            _writing.Release();
        }
    }

    /// <summary>Says that no new streams are welcome, and which is the last one that is still worked on.</summary>
    public Task GoAwayAsync(int lastStream)
    {
        var payload = new byte[8];
        BinaryPrimitives.WriteInt32BigEndian(payload, lastStream);
        return WriteAsync(new(Http2FrameType.GoAway, 0, 0, payload));
    }

    private async Task TakeAsync(Http2Frame frame)
    {
        switch (frame.Type)
        {
            case Http2FrameType.Headers:
                MostOpen = Math.Max(MostOpen, Interlocked.Increment(ref _open));
                _incomplete[frame.Stream] = new(this, frame.Stream, HeaderBlock.Read(frame.Payload));
                break;
            case Http2FrameType.Settings or Http2FrameType.Ping when !frame.Is(Http2Frame.EndOrAck):
                await WriteAsync(frame with { Flags = Http2Frame.EndOrAck, Payload = frame.Type == Http2FrameType.Ping ? frame.Payload : [] });
                break;
            case Http2FrameType.Reset:
                Interlocked.Decrement(ref _open);
                break;
        }

        if (frame.Type is Http2FrameType.Headers or Http2FrameType.Data && frame.Is(Http2Frame.EndOrAck) && _incomplete.Remove(frame.Stream, out var request))
        {
            await answer(request);
        }
    }
}
