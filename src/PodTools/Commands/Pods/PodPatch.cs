using System.Management.Automation;
using System.Text.Json.Nodes;
using PodTools.Kubernetes;
using PodTools.Manifests;
using PodTools.Patches;
using PodTools.Pipeline;
using PodTools.Schema;
using PodTools.Validation;

namespace PodTools.Commands;

/// <summary>One change to a live pod, which can be tried here before the server is asked.</summary>
/// <param name="Type">The kind of patch.</param>
/// <param name="Body">The patch.</param>
/// <param name="Subresource">The subresource that it is for; null for the pod itself.</param>
internal sealed record PodPatch(PatchType Type, JsonNode Body, string? Subresource = null)
{
    private const string Resize = "resize";

    /// <summary>Makes a patch of what a user gave.</summary>
    /// <param name="type">The kind of patch.</param>
    /// <param name="given">A hashtable, an array of hashtables, or text in JSON or YAML.</param>
    /// <exception cref="PodCommandException">It is no patch of that kind.</exception>
    public static PodPatch Read(PatchType type, object given)
    {
        try
        {
            var body = ManifestInput.Unwrap(given) is string text ? PatchText.Read(text) : ManifestTree.From(given, ManifestInput.Unwrap);
            return (type, body) switch
            {
                (PatchType.Json, JsonArray) or (not PatchType.Json, JsonObject) => new(type, body) { IsPinned = body is JsonObject && body["metadata"]?["resourceVersion"] is not null },
                (PatchType.Json, JsonObject operation) => new(type, new JsonArray(operation)),
                _ => throw new FormatException("it is a list, as only a patch of the type Json is"),
            };
        }
        catch (FormatException exception)
        {
            throw new PodCommandException(
                "PatchInvalid",
                ErrorCategory.ParserError,
                $"This is no patch of the type {type}: {exception.Message.TrimEnd('.')}.",
                type == PatchType.Json ? "Give operations, such as @{ op = 'remove'; path = '/metadata/labels/x' }." : "Give an object, such as @{ metadata = @{ labels = @{ x = 'y' } } }.",
                exception);
        }
    }

    /// <summary>Whether its author has bound it to a version of the pod, so that it may not be made anew of another one.</summary>
    public bool IsPinned { get; private init; }

    /// <summary>The patch for this very pod, never for a later one of its name. Only a list of operations has no place to say so.</summary>
    /// <param name="pod">The pod.</param>
    public PodPatch For(Pod pod)
    {
        if (Body is not JsonObject)
        {
            return this;
        }

        var body = (JsonObject)Body.DeepClone();
        body["metadata"] ??= new JsonObject();
        if (body["metadata"] is JsonObject metadata)
        {
            metadata["uid"] ??= pod.Metadata?.Uid;
        }

        if (Type == PatchType.Apply)
        {
            body["apiVersion"] ??= "v1";
            body["kind"] ??= "Pod";
        }

        return this with { Body = body };
    }

    /// <summary>Refuses what the API forbids, without asking the server.</summary>
    /// <param name="pod">The pod as it is.</param>
    /// <exception cref="PodCommandException">The API forbids it; the message has its rules, the advice what to do instead.</exception>
    public void Check(Pod pod)
    {
        var current = KubernetesJson.ToNode(pod);
        if (Applied((JsonObject)current.DeepClone()) is not { } updated || UnknownIn(updated).Except(UnknownIn(current)).Any())
        {
            return;
        }

        // A server of another version may let a pod live that these rules would not: only what the change adds counts.
        var errors = Rules(updated, current).Except(Rules((JsonObject)current.DeepClone(), current)).ToList();
        if (errors.Count > 0)
        {
            throw PodValidator.Validate(updated).Except(PodValidator.Validate(current)).Any()
                ? PodRefusal.OfOutcome(pod.ToString(), errors)
                : PodRefusal.OfChange(pod.ToString(), errors);
        }
    }

    /// <summary>Sends the patch.</summary>
    /// <param name="pods">The pods of the cluster.</param>
    /// <param name="pod">The pod.</param>
    /// <param name="options">Who changes it, and whether the server is to keep it.</param>
    /// <param name="stop">Stops waiting.</param>
    /// <exception cref="PodCommandException">The API does not let it change, or this cluster cannot do it.</exception>
    public async Task<Pod> SendAsync(PodClient pods, Pod pod, WriteOptions options, CancellationToken stop)
    {
        try
        {
            return await pods.PatchAsync(pod.Namespace!, pod.Name!, Type, Body, options, Subresource, stop);
        }
        catch (KubernetesException missing) when (missing.Reason == "NotFound" && Subresource == Resize)
        {
            // Where the pod itself is missing, that is what is to be said.
            await pods.GetAsync(pod.Namespace!, pod.Name!, stop);
            return await ResizeDirectlyAsync(pods, pod, options, stop);
        }
        catch (KubernetesException refused) when (Subresource == Resize && IsOfNode(refused))
        {
            throw ResizeNotSupported("The node of the pod does not change the resources of a live pod: its kubelet is older than 1.33, or the feature is off there.", refused);
        }
        catch (KubernetesException refused) when (refused.Reason == "Invalid" && RejectedFor(pod) is { } operation)
        {
            throw new PodCommandException(
                "PatchInvalid",
                ErrorCategory.InvalidArgument,
                $"The operation {operation} does not fit the pod '{pod}': what it refers to is not there, its test fails, or it is no operation.",
                "See Get-Pod for what there is. In paths ~1 stands for a slash.",
                refused);
        }
        catch (KubernetesException refused) when (PodRefusal.Explain(pod.ToString(), refused) is { } explained)
        {
            throw explained;
        }
    }

    /// <summary>Before the subresource came, servers with the feature took new resources as a change of the pod itself; all others forbid that.</summary>
    private async Task<Pod> ResizeDirectlyAsync(PodClient pods, Pod pod, WriteOptions options, CancellationToken stop)
    {
        try
        {
            return await pods.PatchAsync(pod.Namespace!, pod.Name!, Type, Body, options, cancellationToken: stop);
        }
        catch (KubernetesException refused) when (PodRefusal.Explain(pod.ToString(), refused) is not null)
        {
            throw ResizeNotSupported("The cluster cannot change the resources of a live pod: its version is older than 1.33, or the feature InPlacePodVerticalScaling is off.", refused);
        }
    }

    /// <summary>The server knows by the state of the containers what their node can do, and says so among its causes.</summary>
    private static bool IsOfNode(KubernetesException refused) =>
        refused.Status.Details?.Causes.Any(cause => cause.Message?.Contains("node without support for resize", StringComparison.Ordinal) == true) == true;

    private static PodCommandException ResizeNotSupported(string problem, Exception cause) =>
        new("ResizeNotSupported", ErrorCategory.NotImplemented, problem, "Remove the pod and create it again.", cause);

    /// <summary>What becomes of the pod; null where only the server can tell.</summary>
    private JsonObject? Applied(JsonObject pod)
    {
        try
        {
            return (Type, Body) switch
            {
                (PatchType.Strategic, JsonObject patch) => StrategicMergePatch.Apply("Pod", pod, patch),
                (PatchType.Merge, JsonObject patch) => MergePatch.Apply(pod, patch),
                (PatchType.Json, JsonArray operations) => JsonPatch.Apply(pod, operations),
                _ => null,
            };
        }
        catch (PatchException)
        {
            // The pod may have changed since it was read, so that the patch fits it now: the server says which.
            return null;
        }
    }

    /// <summary>A field that is not known here may be one of a newer server, which says whether it is.</summary>
    private static IEnumerable<string> UnknownIn(JsonObject pod) =>
        SchemaChecker.Check(pod, ApiSchema.Type("Pod")).Where(problem => problem.Kind == SchemaProblemKind.UnknownField).Select(problem => problem.Field);

    private string? RejectedFor(Pod pod) => (Type, Body) is (PatchType.Json, JsonArray operations)
        ? JsonPatch.FindRejected(KubernetesJson.ToNode(pod), operations)?.ToJsonString()
        : null;

    private IReadOnlyList<FieldError> Rules(JsonObject updated, JsonObject current) => Subresource == Resize
        ? PodUpdateValidator.ValidateResize(updated, current)
        : PodUpdateValidator.Validate(updated, current);
}
