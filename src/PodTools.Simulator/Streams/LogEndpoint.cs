using System.Globalization;
using PodTools.Simulator.Api;
using PodTools.Simulator.Http;
using PodTools.Simulator.Node;
using PodTools.Simulator.Node.Containers;
using PodTools.Simulator.Node.Logs;

namespace PodTools.Simulator.Streams;

/// <summary>Serves the log of a container, whole or as it grows, over HTTP or a WebSocket.</summary>
internal sealed class LogEndpoint(NodeRuntime runtime)
{
    private static readonly string[] Protocols = ["", "binary.k8s.io"];

    public async Task ServeAsync(PodStreamRequest request, CancellationToken cancellation)
    {
        var exchange = request.Exchange;
        if (exchange.Request.Headers["Accept"] is "text/plain")
        {
            throw ApiException.NotAcceptable();
        }

        var pod = new PodObject(request.Pod.ToJson());
        var query = ReadQuery(exchange.Request.Query, pod.Name);
        var container = StreamTarget.ContainerOf(pod, exchange.Request.Query["container"]);
        if (pod.NodeName.Length == 0)
        {
            await exchange.RespondAsync(204, null, ReadOnlyMemory<byte>.Empty).ConfigureAwait(false);
            return;
        }

        var log = await FindLogAsync(pod, container, exchange.Request.Query.IsOn("previous")).ConfigureAwait(false);
        var pieces = LogReader.ReadAsync(log, query, cancellation);
        await (exchange.Request.WantsUpgrade ? SendOverSocketAsync(exchange, pieces, cancellation) : SendAsync(exchange, pieces, cancellation))
            .ConfigureAwait(false);
    }

    private static async Task SendAsync(HttpExchange exchange, IAsyncEnumerable<ReadOnlyMemory<byte>> pieces, CancellationToken cancellation)
    {
        var body = await exchange.StartResponseAsync(200, "text/plain").ConfigureAwait(false);
        await foreach (var piece in pieces.ConfigureAwait(false))
        {
            await body.WriteAsync(piece, cancellation).ConfigureAwait(false);
        }

        await body.DisposeAsync().ConfigureAwait(false);
    }

    private static async Task SendOverSocketAsync(
        HttpExchange exchange, IAsyncEnumerable<ReadOnlyMemory<byte>> pieces, CancellationToken cancellation)
    {
        if (await WebSocketUpgrade.AcceptAsync(exchange, Protocols).ConfigureAwait(false) is not { } accepted)
        {
            return;
        }

        using (accepted.Socket)
        {
            using var sender = new SocketSender(accepted.Socket);
            await sender.SendAsync(ReadOnlyMemory<byte>.Empty, cancellation).ConfigureAwait(false);
            await foreach (var piece in pieces.ConfigureAwait(false))
            {
                await sender.SendAsync(piece, cancellation).ConfigureAwait(false);
            }

            await sender.CloseAsync().ConfigureAwait(false);
        }
    }

    private async Task<ContainerLog> FindLogAsync(PodObject pod, ContainerSpec container, bool previous)
    {
        var (log, waiting) = await runtime.LookAsync(pod.Uid, worker =>
        {
            var found = worker?.Containers.FirstOrDefault(candidate => candidate.Spec.Name == container.Name);
            return (found?.Log(previous), Waiting(found));
        }).ConfigureAwait(false);
        return log ?? throw ApiException.BadRequest(previous
            ? $"previous terminated container \"{container.Name}\" in pod \"{pod.Name}\" not found"
            : $"container \"{container.Name}\" in pod \"{pod.Name}\" is waiting to start: {waiting}");
    }

    private static string Waiting(ContainerWorker? container) => container?.WaitingReason switch
    {
        null => "ContainerCreating",
        "ErrImagePull" => "image can't be pulled",
        "ImagePullBackOff" => "trying and failing to pull image",
        var reason => reason,
    };

    private LogQuery ReadQuery(QueryParameters query, string pod)
    {
        var causes = new List<FieldCause>();
        var tail = Number(query, "tailLines", 0, "must be greater than or equal to 0", causes);
        var limit = Number(query, "limitBytes", 1, "must be greater than 0", causes);
        var seconds = Number(query, "sinceSeconds", 1, "must be greater than 0", causes);
        var since = Time(query["sinceTime"]);
        if (seconds is not null && since is not null)
        {
            causes = [FieldCause.Forbidden("[]", "at most one of `sinceTime` or `sinceSeconds` may be specified")];
        }

        return causes.Count > 0
            ? throw ApiException.Invalid("PodLogOptions", "", pod, causes)
            : new LogQuery
            {
                Follow = query.IsOn("follow"),
                Timestamps = query.IsOn("timestamps"),
                Tail = tail,
                LimitBytes = limit,
                Since = since ?? (seconds is null ? null : runtime.Now - TimeSpan.FromSeconds(seconds.Value)),
            };
    }

    private static long? Number(QueryParameters query, string name, long least, string rule, List<FieldCause> causes)
    {
        if (query[name] is not { Length: > 0 } text)
        {
            return null;
        }

        if (!long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number))
        {
            throw ApiException.BadRequest($"strconv.ParseInt: parsing \"{text}\": invalid syntax");
        }

        if (number < least)
        {
            causes.Add(FieldCause.Invalid(name, text, rule));
        }

        return number;
    }

    // The API drops fractions of a second here, so a reader may see lines again but never misses one.
    private static DateTimeOffset? Time(string? text)
    {
        if (string.IsNullOrEmpty(text))
        {
            return null;
        }

        return DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time)
            && text.Length > 18 && text[10] is 'T'
            ? time.AddTicks(-(time.Ticks % TimeSpan.TicksPerSecond))
            : throw ApiException.BadRequest(
                $"parsing time \"{text}\" as \"2006-01-02T15:04:05Z07:00\": cannot parse \"{text}\" as \"2006\"");
    }
}
