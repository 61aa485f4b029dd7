using PodTools.Simulator.Node.Containers;
using PodTools.Simulator.Node.Network;
using PodTools.Simulator.Node.Sandboxes;
using PodTools.Simulator.Store;

namespace PodTools.Simulator.Node;

/// <summary>What the pods of a node share.</summary>
internal sealed record NodeContext(ObjectStore Store, WorkLoop Loop, EventRecorder Events, ImageCatalogue Images)
{
    public required ContainerLauncher Launcher { get; init; }

    public required PodAddressPool Addresses { get; init; }

    public required ReferencedData Data { get; init; }

    /// <summary>Where pods keep their volumes.</summary>
    public required string Folder { get; init; }

    /// <summary>The nodes that can be reached neither by the API server nor by anybody else.</summary>
    public required IReadOnlySet<string> CutOff { get; init; }

    /// <summary>The address of a node by its name.</summary>
    public required Func<string, string> HostAddress { get; init; }
}
