using System.Globalization;
using System.Net.Sockets;
using System.Text;
using System.Text.Json.Nodes;
using PodTools.Simulator.Node.Network;
using PodTools.Simulator.Node.Processes;

namespace PodTools.Simulator.Node.Containers;

/// <summary>Does what probes and lifecycle hooks ask for: run a command, get a page, open a connection, sleep.</summary>
internal static class ContainerAction
{
    private static readonly HttpClient Http = new(new SocketsHttpHandler
    {
        AllowAutoRedirect = false,
        PooledConnectionLifetime = TimeSpan.Zero,
    });

    /// <summary>Does one action.</summary>
    /// <param name="pod">The pod.</param>
    /// <param name="run">The run of the container that it is about.</param>
    /// <param name="handler">What to do: the probe, or the hook.</param>
    /// <param name="ports">Finds out where a port of the pod can be reached.</param>
    /// <param name="timeout">When it counts as failed.</param>
    public static async Task<ActionResult> DoAsync(
        PodObject pod, ContainerRun run, JsonObject handler, PodPorts ports, TimeSpan timeout)
    {
        try
        {
            var action = handler switch
            {
                _ when handler["exec"] is JsonObject exec => ExecAsync(pod, run, exec, timeout),
                // A kubelet takes any certificate, and no code here does: that somebody listens has to be enough.
                _ when handler["httpGet"] is JsonObject get && (string?)get["scheme"] == "HTTPS" => ConnectAsync(run, get, ports),
                _ when handler["httpGet"] is JsonObject get => GetAsync(run, get, ports, timeout),
                _ when handler["tcpSocket"] is JsonObject socket => ConnectAsync(run, socket, ports),
                _ when handler["grpc"] is JsonObject grpc => ConnectAsync(run, grpc, ports),
                _ when handler["sleep"] is JsonObject sleep => SleepAsync(sleep),
                _ => Task.FromResult(ActionResult.Success),
            };
            return await action.WaitAsync(timeout + TimeSpan.FromSeconds(1)).ConfigureAwait(false);
        }
        catch (TimeoutException)
        {
            return new ActionResult(false, $"timed out after {timeout.TotalSeconds.ToString(CultureInfo.InvariantCulture)}s");
        }
        catch (ProcessStartException error)
        {
            return new ActionResult(false, $"rpc error: code = Unknown desc = failed to exec in container: failed to start exec: OCI runtime exec failed: exec failed: {error.Message}");
        }
    }

    private static async Task<ActionResult> ExecAsync(PodObject pod, ContainerRun run, JsonObject exec, TimeSpan timeout)
    {
        var command = (exec["command"] as JsonArray ?? []).Select(part => (string?)part ?? "").ToList();
        if (run.Played is not null)
        {
            var reply = PlayedExec.Reply(run.Played, new SimulatedExec(pod.Namespace, pod.Name, run.Spec.Name, command));
            return reply is null || reply.ExitCode == 0 ? ActionResult.Success : new ActionResult(false, reply.Output + reply.ErrorOutput);
        }

        var output = new StringBuilder();
        var process = run.Sandbox!.Exec(command, input: false, terminal: false, (_, bytes) =>
        {
            lock (output)
            {
                output.Append(Encoding.UTF8.GetString(bytes.Span));
            }

            return ValueTask.CompletedTask;
        });
        await using (process.ConfigureAwait(false))
        {
            var ended = await Task.WhenAny(process.Exit, Task.Delay(timeout)).ConfigureAwait(false);
            return ended != process.Exit ? new ActionResult(false, $"command \"{string.Join(' ', command)}\" timed out")
                : (await process.Exit.ConfigureAwait(false)).Code == 0 ? ActionResult.Success
                : new ActionResult(false, output.ToString());
        }
    }

    private static async Task<ActionResult> GetAsync(ContainerRun run, JsonObject get, PodPorts ports, TimeSpan timeout)
    {
        var path = (string?)get["path"] ?? "/";
        var number = run.Spec.PortNumber(get["port"]) ?? 0;
        if (run.Ports.TryGetValue(number, out var server))
        {
            return OfStatus(server.Respond(path).Status);
        }

        var url = $"http://{ports.PodIP}:{number}{(path.StartsWith('/') ? path : "/" + path)}";
        if (ports.Find(number) is not { } endpoint)
        {
            return new ActionResult(false, $"Get \"{url}\": dial tcp {ports.PodIP}:{number}: connect: connection refused");
        }

        using var limit = new CancellationTokenSource(timeout);
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri($"http://{endpoint}{new Uri(url).PathAndQuery}"));
        foreach (var header in (get["httpHeaders"] as JsonArray ?? []).OfType<JsonObject>())
        {
            request.Headers.TryAddWithoutValidation((string?)header["name"] ?? "", (string?)header["value"]);
        }

        try
        {
            using var response = await Http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, limit.Token).ConfigureAwait(false);
            return OfStatus((int)response.StatusCode);
        }
        catch (HttpRequestException error)
        {
            return new ActionResult(false, $"Get \"{url}\": {error.Message}");
        }
        catch (OperationCanceledException)
        {
            return new ActionResult(false, $"Get \"{url}\": context deadline exceeded (Client.Timeout exceeded while awaiting headers)");
        }
    }

    private static ActionResult OfStatus(int status) =>
        status is >= 200 and < 400 ? ActionResult.Success : new ActionResult(false, $"HTTP probe failed with statuscode: {status}");

    private static async Task<ActionResult> ConnectAsync(ContainerRun run, JsonObject socket, PodPorts ports)
    {
        var number = run.Spec.PortNumber(socket["port"]) ?? 0;
        if (run.Ports.ContainsKey(number))
        {
            return ActionResult.Success;
        }

        try
        {
            using var client = new TcpClient();
            await client.ConnectAsync(ports.Find(number) ?? throw new SocketException((int)SocketError.ConnectionRefused)).ConfigureAwait(false);
            return ActionResult.Success;
        }
        catch (SocketException)
        {
            return new ActionResult(false, $"dial tcp {ports.PodIP}:{number}: connect: connection refused");
        }
    }

    private static async Task<ActionResult> SleepAsync(JsonObject sleep)
    {
        await Task.Delay(TimeSpan.FromSeconds((long?)sleep["seconds"] ?? 0)).ConfigureAwait(false);
        return ActionResult.Success;
    }
}
