using System.Text.Json.Nodes;
using PodTools.Simulator.Api.Input;
using PodTools.Simulator.Store;

namespace PodTools.Simulator.Api.Verbs;

/// <summary>What a deletion asks for, in its body or its query.</summary>
/// <param name="GraceSeconds">The grace period, null for the object's own.</param>
/// <param name="Finalizer">The finalizer that the propagation policy leaves on the object, if any.</param>
/// <param name="DryRun">Do everything but delete.</param>
/// <param name="Uid">Delete only the object with this uid.</param>
/// <param name="Version">Delete only the object at this version.</param>
internal sealed record DeletionOptions(long? GraceSeconds, string? Finalizer, bool DryRun, string? Uid, string? Version)
{
    private const string Kind = "DeleteOptions";

    /// <summary>Reads the options; those in the body win over those in the query.</summary>
    /// <exception cref="ApiException">400 or 422 for options that do not exist or contradict each other.</exception>
    public static async Task<DeletionOptions> ReadAsync(ApiRequest request)
    {
        var body = await ObjectReader.ReadOptionalAsync(request, Kind).ConfigureAwait(false) ?? [];
        return Of(request, body);
    }

    /// <summary>The options in <paramref name="body"/> and in the query of a request.</summary>
    public static DeletionOptions Of(ApiRequest request, JsonObject body)
    {
        var policy = (string?)body["propagationPolicy"] ?? request.Query["propagationPolicy"];
        var orphan = (bool?)body["orphanDependents"] ?? (request.Query["orphanDependents"] is null ? null : request.Query.IsOn("orphanDependents"));
        if (policy is not null && orphan is not null)
        {
            throw ApiException.InvalidOptions(Kind, FieldCause.Invalid(
                "propagationPolicy", $"\"{policy}\"", "orphanDependents and deletionPropagation cannot be both set"));
        }

        if (policy is not (null or "Foreground" or "Background" or "Orphan"))
        {
            throw ApiException.InvalidOptions(Kind, FieldCause.NotSupported(
                "propagationPolicy", $"\"{policy}\"", "Foreground", "Background", "Orphan", "nil"));
        }

        var dryRun = (body["dryRun"] as JsonArray ?? []).Select(value => value?.ToString() ?? "").Concat(request.Query.All("dryRun"));
        return new DeletionOptions(
            (long?)body["gracePeriodSeconds"] ?? request.Number("gracePeriodSeconds"),
            policy == "Foreground" ? "foregroundDeletion" : policy == "Orphan" || orphan == true ? "orphan" : null,
            WriteOptions.IsDryRun(dryRun, Kind),
            (string?)body["preconditions"]?["uid"],
            (string?)body["preconditions"]?["resourceVersion"]);
    }

    /// <summary>Refuses to delete another object than the one that is meant.</summary>
    /// <exception cref="ApiException">409.</exception>
    public void RequireMet(StoredObject stored)
    {
        var version = stored.Version.ToString(System.Globalization.CultureInfo.InvariantCulture);
        if (Uid is not null && Uid != stored.Uid)
        {
            throw Unmet(stored, $"the UID in the precondition ({Uid}) does not match the UID in record ({stored.Uid}). "
                + "The object might have been deleted and then recreated");
        }

        if (Version is not null && Version != version)
        {
            throw Unmet(stored, $"the ResourceVersion in the precondition ({Version}) does not match the ResourceVersion in record ({version}). "
                + "The object might have been modified");
        }
    }

    private static ApiException Unmet(StoredObject stored, string why) => new(
        409, "Conflict", $"Operation cannot be fulfilled on {stored.Type.Kind} \"{stored.Name}\": {why}",
        new JsonObject { ["name"] = stored.Name, ["kind"] = stored.Type.Kind });
}
