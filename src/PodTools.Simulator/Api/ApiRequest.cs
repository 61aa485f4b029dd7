using PodTools.Simulator.Api.Output;
using PodTools.Simulator.Http;
using PodTools.Simulator.Store;

namespace PodTools.Simulator.Api;

/// <summary>A request for a resource by a user who may make it.</summary>
/// <param name="Exchange">The request and the way to answer.</param>
/// <param name="User">Who asks.</param>
/// <param name="Path">What the path names.</param>
/// <param name="Type">The resource.</param>
/// <param name="Verb">The API's verb: get, list, watch, create, update, patch, delete or deletecollection.</param>
/// <param name="Format">How the answer is to be written.</param>
internal sealed record ApiRequest(
    HttpExchange Exchange, PodSimulatorUser User, ApiPath Path, ResourceType Type, string Verb, ResponseFormat Format)
{
    public QueryParameters Query => Exchange.Request.Query;

    /// <summary>The namespace as objects of this type carry it: empty for those of the whole cluster.</summary>
    public string Namespace => Type.Namespaced ? Path.Namespace : "";

    public string Name => Path.Name;

    public string Subresource => Path.Subresource;

    /// <summary>The time of the cluster.</summary>
    public DateTimeOffset Now { get; init; }

    /// <summary>Fires when there is nobody left to answer.</summary>
    public CancellationToken Aborted => Exchange.Aborted;

    /// <summary>Adds a warning that kubectl shows its user.</summary>
    public void Warn(string text) => Exchange.ResponseHeaders.Add(
        "Warning",
        $"299 - \"{text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal)}\"");

    /// <summary>A number from the query.</summary>
    /// <exception cref="ApiException">400, when it is none.</exception>
    public long? Number(string name) =>
        Query[name] is not { Length: > 0 } text ? null
        : long.TryParse(text, out var number) ? number
        : throw ApiException.BadRequest($"strconv.ParseInt: parsing \"{text}\": invalid syntax");
}
