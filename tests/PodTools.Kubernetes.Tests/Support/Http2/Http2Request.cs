using System.Text;

namespace PodTools.Kubernetes.Tests;

/// <summary>A request that has come in completely, and the ways to answer it.</summary>
internal sealed class Http2Request(Http2Peer peer, int stream, IReadOnlyDictionary<string, string> headers)
{
    private const byte Status200 = 0x88;

    public Http2Peer Peer => peer;

    public int Stream => stream;

    public string Method => headers[":method"];

    public string Path => headers[":path"];

    /// <summary>Answers with success and a whole body.</summary>
    public async Task AnswerAsync(string json)
    {
        await BeginAsync();
        await SendAsync(json, end: true);
    }

    /// <summary>Answers with success; the body is yet to come.</summary>
    public Task BeginAsync() => peer.WriteAsync(new(Http2FrameType.Headers, Http2Frame.EndHeaders, stream, [Status200]));

    /// <summary>Sends a piece of the body.</summary>
    public Task SendAsync(string json, bool end = false) =>
        peer.WriteAsync(new(Http2FrameType.Data, end ? Http2Frame.EndOrAck : (byte)0, stream, Encoding.UTF8.GetBytes(json)));

    /// <summary>Says that nothing of the request was looked at (REFUSED_STREAM).</summary>
    public Task RefuseAsync() => peer.WriteAsync(new(Http2FrameType.Reset, 0, stream, [0, 0, 0, 7]));
}
