namespace PodTools;

/// <summary>A command that somebody runs in a container of a <see cref="SimulatedImage"/>.</summary>
/// <param name="Namespace">The namespace of the pod.</param>
/// <param name="Pod">The name of the pod.</param>
/// <param name="Container">The name of the container.</param>
/// <param name="Command">The command and its arguments.</param>
public sealed record SimulatedExec(string Namespace, string Pod, string Container, IReadOnlyList<string> Command);
