using System.Diagnostics;
using PodTools.Kubernetes.Streams.Spdy;

namespace PodTools.Kubernetes.Streams;

/// <summary>Runs commands in containers (exec), and joins what runs there already (attach).</summary>
public static class ExecClient
{
    /// <summary>Starts a command in a container.</summary>
    /// <param name="connection">The cluster.</param>
    /// <param name="ns">The pod's namespace.</param>
    /// <param name="pod">The pod's name.</param>
    /// <param name="options">The command, the container and the streams.</param>
    /// <param name="cancellationToken">Stops waiting for the server; the running command is ended by disposing it.</param>
    /// <returns>The running command; dispose it.</returns>
    /// <exception cref="KubernetesException">
    /// The server refused: the API's own reasons, or one of <see cref="StreamReason"/>. That the command does not exist is
    /// only known later: see <see cref="RemoteProcess.Exit"/>.
    /// </exception>
    public static Task<RemoteProcess> StartAsync(
        KubernetesConnection connection, string ns, string pod, ExecOptions options, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(options);
        return options.Command.Count == 0
            ? throw new ArgumentException("There is no command to run.", nameof(options))
            : OpenAsync(connection, ns, pod, "exec", options, cancellationToken);
    }

    /// <summary>
    /// Joins the main process of a container: what it writes from now on, and its standard input when the container's spec
    /// says <c>stdin: true</c>. The exit reported is that of the connection; the process' own code is in the pod's status.
    /// </summary>
    /// <param name="connection">The cluster.</param>
    /// <param name="ns">The pod's namespace.</param>
    /// <param name="pod">The pod's name.</param>
    /// <param name="options">The container and the streams; the command is not looked at.</param>
    /// <param name="cancellationToken">Stops waiting for the server.</param>
    /// <returns>The process; disposing it leaves it.</returns>
    /// <exception cref="KubernetesException">The server refused, as for <see cref="StartAsync"/>.</exception>
    public static Task<RemoteProcess> AttachAsync(
        KubernetesConnection connection, string ns, string pod, ExecOptions options, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(options);
        return OpenAsync(connection, ns, pod, "attach", options with { Command = [] }, cancellationToken);
    }

    /// <summary>
    /// Runs a command to its end, with its streams connected to local ones. Only the streams given are asked for.
    /// </summary>
    /// <param name="connection">The cluster.</param>
    /// <param name="ns">The pod's namespace.</param>
    /// <param name="pod">The pod's name.</param>
    /// <param name="options">The command and the container; which streams are wanted follows from the next three.</param>
    /// <param name="input">What the command reads, to its end; null for nothing.</param>
    /// <param name="output">Where standard output goes; null for nowhere.</param>
    /// <param name="errorOutput">Where standard error goes; null for nowhere.</param>
    /// <param name="cancellationToken">Drops the connection at once.</param>
    /// <returns>How the command ended. A lost connection and a command that cannot start are in its <see cref="RemoteExit.Error"/>.</returns>
    /// <exception cref="KubernetesException">The server refused, or the end of the input cannot be sent.</exception>
    public static async Task<RemoteExit> RunAsync(
        KubernetesConnection connection,
        string ns,
        string pod,
        ExecOptions options,
        Stream? input,
        Stream? output,
        Stream? errorOutput,
        CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(options);
        // The server refuses a request without any stream, and a command that writes nothing loses nothing by this one.
        var streams = options with { Stdin = input is not null, Stdout = output is not null || errorOutput is null, Stderr = errorOutput is not null };
        var process = await StartAsync(connection, ns, pod, streams, cancellationToken).ConfigureAwait(false);
        await using (process.ConfigureAwait(false))
        {
            using var pump = new StreamPump(process);
            return await pump.RunAsync(
                input is null ? null : StreamPump.OutOf(input),
                StreamPump.Into(output ?? Stream.Null),
                StreamPump.Into(errorOutput ?? Stream.Null),
                options.EndInput,
                cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Runs a command in a pod and keeps as text what it writes, as far as that is not wanted elsewhere.</summary>
    /// <param name="pod">The pod, as read from the cluster: a completed one is refused without asking.</param>
    /// <param name="options">The command; without a container, the pod's default one is taken.</param>
    /// <param name="input">What the command reads; null for nothing.</param>
    /// <param name="output">Where standard output goes; null to keep it in the result.</param>
    /// <param name="errorOutput">Where standard error goes; null to keep it in the result.</param>
    /// <param name="cancellationToken">Drops the connection at once.</param>
    /// <returns>The output and how the command ended, and the error when that is not known.</returns>
    /// <exception cref="KubernetesException">
    /// The command could not be run at all, or wrote more than can be kept: <see cref="StreamReason.OutputTooLarge"/>.
    /// </exception>
    public static async Task<(PodExecResult Result, RemoteExit Exit)> CaptureAsync(
        Pod pod, ExecOptions options, Stream? input, Stream? output, Stream? errorOutput, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(options);
        var connection = KubernetesConnection.For(pod);
        StreamFailure.ThrowIfCompleted(pod, "run a command in");
        options = options with { Container = ContainerChoice.For(pod, options.Container).Name };
        using var kept = new CapturedOutput();
        using var errorsKept = new CapturedOutput();
        var watch = Stopwatch.StartNew();
        var exit = await RunAsync(
            connection, pod.Namespace ?? "", pod.Name ?? "", options, input, output ?? kept, errorOutput ?? errorsKept, cancellationToken)
            .ConfigureAwait(false);
        var result = new PodExecResult
        {
            Context = pod.Context,
            Namespace = pod.Namespace ?? "",
            Pod = pod.Name ?? "",
            Container = options.Container,
            Command = options.Command,
            ExitCode = exit.ExitCode,
            Output = kept.Text,
            ErrorOutput = errorsKept.Text,
            Duration = watch.Elapsed,
        };
        connection.Pin(result);
        return (result, exit);
    }

    /// <summary>
    /// As <see cref="StartAsync"/>, but over SPDY: servers hand its bytes on as they are, where they unmask and repack each
    /// frame of a WebSocket, and the input can be ended whatever their version. Kubernetes means to give it up one day, proxies
    /// may not let it pass, and it takes the right to create pods/exec: whatever the refusal, a WebSocket may still be let through.
    /// </summary>
    internal static async Task<RemoteProcess> StartSpdyAsync(
        KubernetesConnection connection, string ns, string pod, ExecOptions options, CancellationToken cancellationToken)
    {
        var request = RequestFor(HttpMethod.Post, ns, pod, "exec", options);
        var transport = await connection.OpenSpdyAsync(request, cancellationToken).ConfigureAwait(false);
        try
        {
            return new RemoteProcess(await SpdyChannels.OpenAsync(transport, options, cancellationToken).ConfigureAwait(false), options);
        }
        catch (Exception e)
        {
            await transport.DisposeAsync().ConfigureAwait(false);
            throw e is IOException ? ConnectionFailure.Lost(request, connection.Server, e) : e;
        }
    }

    private static async Task<RemoteProcess> OpenAsync(
        KubernetesConnection connection, string ns, string pod, string subresource, ExecOptions options, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(connection);
        var request = RequestFor(HttpMethod.Get, ns, pod, subresource, options);
        try
        {
            var socket = await connection.OpenWebSocketAsync(request, StreamProtocols.Exec, cancellationToken).ConfigureAwait(false);
            return new RemoteProcess(socket, options);
        }
        catch (KubernetesException refused)
        {
            throw StreamFailure.ToOpen(refused);
        }
    }

    private static ApiRequest RequestFor(HttpMethod method, string ns, string pod, string subresource, ExecOptions options)
    {
        // An upgrade starts the command: it must never be sent twice.
        var request = new ApiRequest(method, ApiRequest.Segments("api", "v1", "namespaces", ns, "pods", pod, subresource)) { Repeatable = false }
            .With("container", options.Container)
            .With("stdin", options.Stdin)
            .With("stdout", options.Stdout)
            .With("stderr", options.Stderr && !options.Tty)
            .With("tty", options.Tty);
        foreach (var word in options.Command)
        {
            request.With("command", word);
        }

        return request;
    }
}
