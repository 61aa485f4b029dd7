using System.Text.Json.Serialization;

namespace PodTools;

/// <content>What the fields of a container amount to.</content>
public sealed partial class Container
{
    /// <summary>
    /// Of an init container, whether it is a sidecar: one that is started before the others and goes on beside them, said by
    /// <c>restartPolicy: Always</c>.
    /// </summary>
    [JsonIgnore]
    public bool IsSidecar => RestartPolicy == "Always";
}
