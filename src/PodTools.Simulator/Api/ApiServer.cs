using System.Globalization;
using PodTools.Simulator.Api.Access;
using PodTools.Simulator.Api.Discovery;
using PodTools.Simulator.Api.Faults;
using PodTools.Simulator.Api.Metrics;
using PodTools.Simulator.Api.Output;
using PodTools.Simulator.Http;
using PodTools.Simulator.Store;

namespace PodTools.Simulator.Api;

/// <summary>Takes every request: who asks, may they, what for, and whom to hand it to. Every refusal becomes a Status here.</summary>
internal sealed class ApiServer(
    AccessControl access, FaultInjector faults, DiscoveryDocuments discovery, ResourceEndpoint resources, MetricsEndpoint? metrics, TimeProvider clock)
{
    private const string PlainText = "text/plain; charset=utf-8";

    /// <summary>Answers one request.</summary>
    public async Task HandleAsync(HttpExchange exchange)
    {
        try
        {
            await faults.InterfereAsync(exchange).ConfigureAwait(false);
            var user = access.Authenticate(exchange.Request);
            await DispatchAsync(exchange, user).ConfigureAwait(false);
        }
        catch (ApiException refusal) when (exchange.Status == 0)
        {
            if (refusal.RetryAfter is { } seconds)
            {
                exchange.ResponseHeaders.Add("Retry-After", seconds.ToString(CultureInfo.InvariantCulture));
            }

            var format = ResponseFormat.ForStatus(exchange.Request.Headers["Accept"]);
            await ResponseWriter.WriteAsync(exchange, format, refusal.Code, refusal.ToStatus()).ConfigureAwait(false);
        }
        catch (Exception failure) when (failure is not (IOException or OperationCanceledException or ObjectDisposedException))
        {
            // A fault of the simulator itself: the client should see it, as it would see a panic of a real server; in the
            // middle of an answer only by the answer's being cut.
            var internalError = ApiException.Internal($"{failure.GetType().Name}: {failure.Message}");
            if (exchange.Status != 0)
            {
                throw new IOException(internalError.Message, failure);
            }

            await ResponseWriter.WriteAsync(exchange, ResponseFormat.Json, 500, internalError.ToStatus()).ConfigureAwait(false);
        }
    }

    private async Task DispatchAsync(HttpExchange exchange, PodSimulatorUser user)
    {
        var path = ApiPath.Parse(exchange.Request.Path);
        if (path is null || path.Resource.Length == 0)
        {
            AccessControl.AuthorizePath(user, exchange.Request.Path, exchange.Request.Method);
            if (!await discovery.TryServeAsync(exchange).ConfigureAwait(false))
            {
                await exchange.RespondAsync(404, PlainText, "404 page not found\n").ConfigureAwait(false);
            }

            return;
        }

        if (await ReviewEndpoint.TryServeAsync(exchange, user, path).ConfigureAwait(false)
            || (metrics is not null && await metrics.TryServeAsync(exchange, user, path).ConfigureAwait(false)))
        {
            return;
        }

        if (!discovery.Serves(path.Group))
        {
            await exchange.RespondAsync(404, PlainText, "404 page not found\n").ConfigureAwait(false);
            return;
        }

        var type = ResourceTypes.All.FirstOrDefault(type => type.Group == path.Group && type.Version == path.Version && type.Plural == path.Resource)
            ?? throw ApiException.NoSuchResource();
        var verb = VerbOf(exchange.Request, path);
        AccessControl.Authorize(user, type, path, verb);
        var format = path.Subresource is "log" or "exec" or "attach" or "portforward"
            ? FormatOfStream(exchange.Request)
            : ResponseFormat.Parse(exchange.Request.Headers["Accept"]);
        var request = new ApiRequest(exchange, user, path, type, verb, format) { Now = clock.GetUtcNow() };
        await resources.ServeAsync(request).ConfigureAwait(false);
    }

    // Streams have no format to choose, but an Accept that excludes JSON is refused all the same.
    private static ResponseFormat FormatOfStream(HttpRequest request) =>
        request.WantsUpgrade ? ResponseFormat.Json : ResponseFormat.Parse(request.Headers["Accept"]);

    private static string VerbOf(HttpRequest request, ApiPath path)
    {
        var one = path.Name.Length > 0;
        return request.Method switch
        {
            "GET" or "HEAD" when one && !path.IsWatch => "get",
            "GET" when path.IsWatch || request.Query.IsOn("watch") => "watch",
            "GET" or "HEAD" => "list",
            "POST" => "create",
            "PUT" => "update",
            "PATCH" => "patch",
            "DELETE" => one ? "delete" : "deletecollection",
            _ => throw ApiException.MethodNotAllowed(),
        };
    }
}
