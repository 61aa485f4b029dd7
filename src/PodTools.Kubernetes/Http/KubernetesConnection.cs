using System.Diagnostics.CodeAnalysis;
using System.Net;
using System.Net.Http.Headers;
using System.Net.WebSockets;
using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Json.Nodes;

namespace PodTools.Kubernetes;

/// <summary>
/// An open connection to a cluster as one user: one pool of HTTP connections that all requests of a process to this context
/// share. Every failure is a <see cref="KubernetesException"/>, and every method stops soon after it is cancelled.
/// </summary>
public sealed class KubernetesConnection : IDisposable
{
    private static readonly ConditionalWeakTable<object, KubernetesConnection> Origins = [];
    private static readonly ProductInfoHeaderValue Product = new("PodTools", typeof(KubernetesConnection).Assembly.GetName().Version!.ToString(3));

    private readonly ClusterAccess _access;
    private readonly TransportHandler _transport;
    private readonly HttpClient _http;
    private int _insecureWarned;

    [SuppressMessage("Reliability", "CA2000", Justification = "Each handler owns the next, and the client the first.")]
    internal KubernetesConnection(ClusterAccess access, ConnectionOptions? options = null)
    {
        _access = access;
        Options = options ?? ConnectionOptions.Default;
        _transport = new TransportHandler(access, Options);
        var limited = new DeadlineHandler(Options) { InnerHandler = _transport };
        var traced = new TraceHandler(Options.TimeProvider) { InnerHandler = limited };
        var signed = new CredentialHandler(access.Credentials, access.Impersonation) { InnerHandler = traced };
        var retrying = new RetryHandler(Options) { InnerHandler = signed };
        _http = new HttpClient(new ErrorHandler(access, Options) { InnerHandler = retrying }) { Timeout = Timeout.InfiniteTimeSpan };
    }

    /// <summary>The name of the context.</summary>
    public string Context => _access.Context;

    /// <summary>The namespace that the context works in; <c>default</c> where it says nothing.</summary>
    public string Namespace => _access.Namespace;

    /// <summary>The address of the API server.</summary>
    public Uri Server => _access.Server;

    /// <summary>The name of the kubeconfig's user; null for none.</summary>
    public string? User => _access.User;

    /// <summary>
    /// The kubeconfig that the context was read from, several as <c>KUBECONFIG</c> lists them; null inside a cluster.
    /// </summary>
    public string? KubeConfigPath => _access.KubeConfigPath;

    /// <summary>The limits and the clock of this connection.</summary>
    public ConnectionOptions Options { get; }

    /// <summary>
    /// Gives the connection of a context. It is opened once per process, stays open and is shared. A kubeconfig that has
    /// changed since is read again: the same cluster and user keep their connection, others get a new one.
    /// </summary>
    /// <param name="kubeConfigPath">
    /// The kubeconfig, or several separated as in <c>KUBECONFIG</c>; null takes <c>KUBECONFIG</c>, then <c>~/.kube/config</c>,
    /// then the service account of the pod that this process runs in.
    /// </param>
    /// <param name="context">The context; null takes the current one of the kubeconfig.</param>
    /// <returns>The connection; nothing has been sent over it yet.</returns>
    /// <exception cref="KubeConfigException">There is no kubeconfig, it is malformed, or it lacks the context.</exception>
    public static KubernetesConnection Open(string? kubeConfigPath = null, string? context = null) =>
        ConnectionCache.Shared.Open(kubeConfigPath, context);

    /// <summary>
    /// Gives the connection that a pod was read over, so that a pipeline acts on the cluster that it read from, whatever has
    /// become of the kubeconfig; for a pod made elsewhere, the connection of the context that it names.
    /// </summary>
    /// <param name="pod">The pod.</param>
    /// <returns>The connection.</returns>
    /// <exception cref="KubeConfigException">The pod's context cannot be opened.</exception>
    public static KubernetesConnection For(Pod pod)
    {
        ArgumentNullException.ThrowIfNull(pod);
        return OriginOf(pod) ?? Open(pod.KubeConfig, pod.Context);
    }

    /// <summary>Gives the connection that an object was read over.</summary>
    /// <param name="read">A pod, a line of a log, or what <see cref="Pin"/> was told of.</param>
    /// <returns>The connection; null for an object that was made elsewhere.</returns>
    public static KubernetesConnection? OriginOf(object read) =>
        read is PodLogEntry entry ? entry.Origin : Origins.TryGetValue(read, out var origin) ? origin : null;

    /// <summary>Keeps in mind that an object was read over this connection, for as long as there is the object.</summary>
    /// <param name="read">The object.</param>
    public void Pin(object read) => Origins.AddOrUpdate(read, this);

    /// <summary>Sends a request and returns as soon as the head of the answer is there.</summary>
    /// <param name="request">The request.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    /// <returns>An answer that is a success; its body is yet to be read, and the caller disposes it.</returns>
    /// <exception cref="KubernetesException">The server refused the request or cannot be reached.</exception>
    public async Task<HttpResponseMessage> SendAsync(ApiRequest request, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        using var budget = new RequestBudget(Options, cancellationToken);
        return await SendAsync(request, budget).ConfigureAwait(false);
    }

    /// <summary>
    /// Asks to switch a connection to a WebSocket, for exec, attach and port-forward. The request goes the way of all others:
    /// same trust, credentials and errors.
    /// </summary>
    /// <param name="request">The request, a GET.</param>
    /// <param name="protocols">The subprotocols offered, the preferred one first; <see cref="WebSocket.SubProtocol"/> tells the chosen one.</param>
    /// <param name="cancellationToken">Stops waiting; the socket that was returned is no longer bound to it.</param>
    /// <returns>The open socket; the caller disposes it, which closes the connection.</returns>
    /// <exception cref="KubernetesException">The server refused, with its own Status, or did not speak WebSocket.</exception>
    public async Task<WebSocket> OpenWebSocketAsync(ApiRequest request, IReadOnlyList<string> protocols, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        var handshake = new WebSocketHandshake(protocols);
        using var budget = new RequestBudget(Options, cancellationToken);
        // A kubelet refuses an upgrade that asks for JSON with 406: what comes back is a stream.
        using var message = CreateMessage(request, accept: "*/*", budget);
        handshake.AddTo(message);
        var response = await SendAsync(message, request, budget).ConfigureAwait(false);
        return await handshake.CompleteAsync(response, Options, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Asks to switch a connection to SPDY/3.1. The request goes the way of all others: same trust, credentials and errors.</summary>
    /// <param name="request">The request, a POST.</param>
    /// <param name="cancellationToken">Stops waiting; the stream that was returned is no longer bound to it.</param>
    /// <returns>The connection, on which each write must be one frame; the caller disposes it, which closes the connection.</returns>
    /// <exception cref="KubernetesException">The server refused, with its own Status, or did not switch.</exception>
    internal async Task<Stream> OpenSpdyAsync(ApiRequest request, CancellationToken cancellationToken)
    {
        using var budget = new RequestBudget(Options, cancellationToken);
        using var message = CreateMessage(request, accept: "*/*", budget);
        SpdyHandshake.AddTo(message);
        var response = await SendAsync(message, request, budget).ConfigureAwait(false);
        return await SpdyHandshake.CompleteAsync(response, Options, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Sends a request and reads the object that answers it.</summary>
    /// <typeparam name="T">A type of the model.</typeparam>
    /// <param name="request">The request.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    /// <returns>The object.</returns>
    /// <exception cref="KubernetesException">The server refused the request, cannot be reached, or answered something else.</exception>
    public async Task<T> ReadAsync<T>(ApiRequest request, CancellationToken cancellationToken = default)
    {
        var body = await ReadBytesAsync(request, cancellationToken).ConfigureAwait(false);
        return AnswerJson.ReadObject<T>(body.Span, request, Server);
    }

    /// <summary>Sends a request and reads the answer as a tree, for kinds that the model does not have.</summary>
    /// <param name="request">The request.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    /// <returns>The object.</returns>
    /// <exception cref="KubernetesException">The server refused the request, cannot be reached, or answered something else.</exception>
    public async Task<JsonObject> ReadNodeAsync(ApiRequest request, CancellationToken cancellationToken = default)
    {
        var body = await ReadBytesAsync(request, cancellationToken).ConfigureAwait(false);
        return AnswerJson.ReadNode(body.Span, request, Server);
    }

    /// <summary>Sends a request and reads the whole body that answers it.</summary>
    /// <param name="request">The request.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    /// <returns>The body as it came.</returns>
    /// <exception cref="KubernetesException">The server refused the request, cannot be reached, or the body broke off.</exception>
    public async Task<ReadOnlyMemory<byte>> ReadBytesAsync(ApiRequest request, CancellationToken cancellationToken = default)
    {
        using var budget = new RequestBudget(Options, cancellationToken);
        for (var attempt = 1; ; attempt++)
        {
            TimeSpan pause;
            try
            {
                using var response = await SendAsync(request, budget).ConfigureAwait(false);
                return await this.ReadAllAsync(response, request, budget.Token).ConfigureAwait(false);
            }
            catch (KubernetesException e) when (e.Reason == KubernetesReason.ConnectionLost
                && request.Repeatable && attempt < Options.MaxAttempts && budget.Allows(pause = Options.BackOff(attempt)))
            {
                // Reading twice changes nothing.
                RequestTrace.Current?.Tell($"{e.Message} The request is sent again in {pause.TotalSeconds:0.0} s.");
            }
            catch (OperationCanceledException e) when (budget.IsOver)
            {
                throw budget.Exceeded(request, Server, e);
            }

            await Task.Delay(pause, Options.TimeProvider, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>
    /// Closes what no request uses at the moment of all connections that <see cref="Open"/> has given out. They stay usable: the
    /// next request connects again.
    /// </summary>
    public static void CloseIdle() => ConnectionCache.Shared.CloseIdle();

    /// <summary>Closes the connections. Those given out by <see cref="Open"/> stay open for the life of the process.</summary>
    public void Dispose() => _http.Dispose();

    internal void CloseOwnIdle() => _transport.CloseIdle();

    /// <summary>Marks a pod as read over this connection.</summary>
    internal Pod Adopt(Pod pod)
    {
        pod.ApiVersion ??= "v1";
        pod.Kind ??= "Pod";
        pod.Context = Context;
        pod.KubeConfig = KubeConfigPath;
        Pin(pod);
        return pod;
    }

    private async Task<HttpResponseMessage> SendAsync(ApiRequest request, RequestBudget budget)
    {
        using var message = CreateMessage(request, request.Accept, budget);
        message.Version = request.KeepsWhatArrived ? HttpVersion.Version11 : HttpVersion.Version20;
        message.VersionPolicy = HttpVersionPolicy.RequestVersionOrLower;
        return await SendAsync(message, request, budget).ConfigureAwait(false);
    }

    private async Task<HttpResponseMessage> SendAsync(HttpRequestMessage message, ApiRequest request, RequestBudget budget)
    {
        WarnOnceOfInsecurity(request);
        try
        {
            var response = await _http.SendAsync(message, HttpCompletionOption.ResponseHeadersRead, budget.Token).ConfigureAwait(false);
            ServerWarnings.Report(response, request.OnWarning);
            return response;
        }
        catch (OperationCanceledException e) when (budget.IsOver)
        {
            throw budget.Exceeded(request, Server, e);
        }
    }

    private HttpRequestMessage CreateMessage(ApiRequest request, string accept, RequestBudget budget)
    {
        var message = new HttpRequestMessage(request.Method, Server.AbsoluteUri.TrimEnd('/') + request.PathAndQuery);
        message.Describe(request, budget);
        message.Headers.TryAddWithoutValidation("Accept", accept);
        message.Headers.UserAgent.Add(Product);
        if (request.Body is not null)
        {
            message.Content = new ByteArrayContent(Encoding.UTF8.GetBytes(request.Body.ToJsonString()));
            message.Content.Headers.ContentType = new MediaTypeHeaderValue(request.ContentType);
        }
        else if (!request.Repeatable)
        {
            // The framework itself sends a request without a body again, on another connection and up to three times, when the
            // server closes the first without an answer. What has a body, be it empty, it sends once.
            message.Content = new ByteArrayContent([]);
        }

        return message;
    }

    private void WarnOnceOfInsecurity(ApiRequest request)
    {
        if (_access.Trust.SkipVerification && request.OnWarning is not null && Interlocked.Exchange(ref _insecureWarned, 1) == 0)
        {
            request.OnWarning($"The certificate of {Server} is not verified (insecure-skip-tls-verify): whoever sits in between can read and change everything.");
        }
    }
}
