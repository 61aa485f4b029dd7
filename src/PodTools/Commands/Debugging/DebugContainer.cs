using System.Text.Json.Nodes;
using PodTools.Manifests;

namespace PodTools.Commands;

/// <summary>The container that is put into a pod, or beside the containers of its copy, to look around.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Image">Its image.</param>
/// <param name="Command">What it runs; none for what the image runs.</param>
/// <param name="Terminal">Whether somebody sits before it.</param>
internal sealed record DebugContainer(string Name, string Image, IReadOnlyList<string> Command, bool Terminal)
{
    private const int NameLength = 5;
    private static readonly string[] Probes = ["livenessProbe", "readinessProbe", "startupProbe"];

    /// <summary>A name that no other container has: those of ephemeral containers can never be used again.</summary>
    public static string NewName() => $"debugger-{Guid.NewGuid():n}"[..("debugger-".Length + NameLength)];

    /// <summary>The patch that adds it to a pod as an ephemeral container.</summary>
    /// <param name="target">The container whose processes it is to see; null for none.</param>
    public JsonObject Patch(string? target)
    {
        var container = Definition();
        if (target is not null)
        {
            container["targetContainerName"] = target;
        }

        return new JsonObject { ["spec"] = new JsonObject { ["ephemeralContainers"] = new JsonArray(container) } };
    }

    /// <summary>
    /// A copy of a pod with the container in it. Nobody takes the copy for the pod: it has no labels and no owner, no probe
    /// ends it, and it goes where there is room. Its containers share their processes, so that all can be looked at. Where a
    /// command is run, nothing is started again, because exit code and output are to be those of one run.
    /// </summary>
    /// <param name="pod">The pod.</param>
    /// <param name="name">The name of the copy.</param>
    public JsonObject CopyOf(Pod pod, string name)
    {
        var copy = ManifestWriter.Clean(KubernetesJson.ToNode(pod));
        var metadata = copy["metadata"]!.AsObject();
        foreach (var field in (string[])["labels", "ownerReferences", "generateName", "finalizers"])
        {
            metadata.Remove(field);
        }

        metadata["name"] = name;
        var spec = copy["spec"]!.AsObject();
        spec.Remove("nodeName");
        spec.Remove("ephemeralContainers");
        spec["shareProcessNamespace"] = true;
        if (!Terminal)
        {
            spec["restartPolicy"] = "Never";
        }

        var containers = spec["containers"]!.AsArray();
        foreach (var field in Probes)
        {
            containers.ToList().ForEach(container => container!.AsObject().Remove(field));
        }

        containers.Add((JsonNode)Definition());
        return copy;
    }

    private JsonObject Definition()
    {
        var definition = new JsonObject { ["name"] = Name, ["image"] = Image, ["imagePullPolicy"] = "IfNotPresent" };
        if (Command.Count > 0)
        {
            definition["command"] = new JsonArray([.. Command.Select(word => JsonValue.Create(word))]);
        }

        if (Terminal)
        {
            definition["stdin"] = true;
            definition["tty"] = true;
        }

        return definition;
    }
}
