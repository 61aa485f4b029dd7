using System.Text;
using System.Text.Json.Nodes;

namespace PodTools.Kubernetes.Tests;

/// <summary>Passes requests on to a cluster, but loses the first answer to one method, or the request itself.</summary>
public sealed class LosingServer : IAsyncDisposable
{
    private readonly ScriptedServer _server;
    private readonly KubernetesConnection _target;
    private readonly string _method;
    private readonly bool _firstArrives;
    private int _lost;

    public LosingServer(KubernetesConnection target, string method, bool firstArrives)
    {
        (_target, _method, _firstArrives) = (target, method, firstArrives);
        _server = new ScriptedServer(null, AnswerAsync);
        Connection = TestConnections.To(_server, null);
    }

    public KubernetesConnection Connection { get; }

    public int Count(string method) => _server.Requests.Count(r => r.Method == method);

    public async ValueTask DisposeAsync()
    {
        Connection.Dispose();
        await _server.DisposeAsync();
    }

    private async Task AnswerAsync(ScriptedRequest request, Stream stream, CancellationToken stop)
    {
        var loses = request.Method == _method && Interlocked.Increment(ref _lost) == 1;
        if (loses && !_firstArrives)
        {
            throw new ScriptedCutException();
        }

        var (code, answer) = await PassOnAsync(request, stop);
        if (loses)
        {
            throw new ScriptedCutException();
        }

        await ScriptedServer.WriteAsync(stream, code, answer);
    }

    private async Task<(int Code, string Body)> PassOnAsync(ScriptedRequest request, CancellationToken stop)
    {
        try
        {
            var body = request.Body.Length == 0 ? null : JsonNode.Parse(request.Body);
            var answer = await _target.ReadBytesAsync(new ApiRequest(new HttpMethod(request.Method), request.Target) { Body = body }, stop);
            return (200, Encoding.UTF8.GetString(answer.Span));
        }
        catch (KubernetesException e) when (e.StatusCode is { } code)
        {
            return ((int)code, KubernetesJson.Serialize(e.Status));
        }
    }
}
