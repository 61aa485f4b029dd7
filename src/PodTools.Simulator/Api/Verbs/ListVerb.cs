using System.Globalization;
using System.Text.Json.Nodes;
using PodTools.Simulator.Api.Output;
using PodTools.Simulator.Api.Tables;
using PodTools.Simulator.Store;

namespace PodTools.Simulator.Api.Verbs;

/// <summary>Lists objects: pages, selectors, and the rules of the resource version.</summary>
internal sealed class ListVerb(ObjectStore store)
{
    private const string ExpiredPage =
        "The provided continue parameter is too old to display a consistent list result. You can start a new list without "
        + "the continue parameter, or use the continue token in this response to retrieve the remainder of the results. "
        + "Continuing with the provided token results in an inconsistent list - objects that were created, modified, or "
        + "deleted between the time the first chunk was returned and now may show up in the list.";

    /// <summary>Answers with one page, or with all when no limit is asked for.</summary>
    public async Task ServeAsync(ApiRequest request)
    {
        var selection = new Selection(request);
        var limit = (int)Math.Clamp(request.Number("limit") ?? 0, 0, int.MaxValue);
        var version = ResourceVersions.Parse(request);
        var token = request.Query["continue"] is { Length: > 0 } text ? ContinueToken.Decode(text) : null;
        if (token is not null && version is > 0)
        {
            throw ApiException.BadRequest("specifying resource version is not allowed when using continue");
        }

        // Version 0 is served from the cache of the API server, which has no pages.
        limit = limit == 0 || (version == 0 && token is null) ? int.MaxValue : limit;
        var snapshot = SnapshotFor(request, version, token);
        var after = token is null ? null : KeyPrefix(request) + token.Start.TrimEnd('\0');
        RequireTable(request);
        var page = selection.In(snapshot, after).Take(limit == int.MaxValue ? limit : limit + 1).ToList();
        var metadata = new JsonObject { ["resourceVersion"] = snapshot.Version.ToString(CultureInfo.InvariantCulture) };
        if (page.Count > limit)
        {
            page.RemoveAt(limit);
            AddContinue(request, selection, snapshot, page[^1], metadata);
        }

        await ResponseWriter.WriteListAsync(request, metadata, page).ConfigureAwait(false);
    }

    // What is wrong with the wish for a table must be said before the answer begins.
    private static void RequireTable(ApiRequest request)
    {
        if (request.Format.View == ResponseView.Table)
        {
            TableView.Of(request);
        }
    }

    private static void AddContinue(
        ApiRequest request, Selection selection, StoreSnapshot snapshot, StoredObject last, JsonObject metadata)
    {
        metadata["continue"] = new ContinueToken(snapshot.Version, last.Key[KeyPrefix(request).Length..] + "\0").Encode();
        if (!selection.IsSelective)
        {
            metadata["remainingItemCount"] = selection.In(snapshot, last.Key).Count();
        }
    }

    private static string KeyPrefix(ApiRequest request) => request.Namespace.Length == 0 ? "" : request.Namespace + "/";

    private StoreSnapshot SnapshotFor(ApiRequest request, long? version, ContinueToken? token)
    {
        if (token is { Version: > 0 })
        {
            return store.SnapshotAt(request.Type, token.Version) ?? throw new ApiException(410, "Expired", ExpiredPage)
            {
                Continue = (token with { Version = -1 }).Encode(),
            };
        }

        ResourceVersions.RequireReached(store, version);
        return request.Query["resourceVersionMatch"] == "Exact" && version is { } exact
            ? store.SnapshotAt(request.Type, exact)
                ?? throw ApiException.Expired("The resourceVersion for the provided list is too old.")
            : store.Snapshot(request.Type);
    }
}
