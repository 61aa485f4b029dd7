namespace PodTools.Details;

/// <summary>The state of a container in one word.</summary>
internal static class ContainerStateText
{
    /// <summary><c>Running</c>, <c>Terminated</c> or, also when nothing is known, <c>Waiting</c>.</summary>
    public static string Name(ContainerState? state) => state switch
    {
        { Running: not null } => "Running",
        { Waiting: not null } => "Waiting",
        { Terminated: not null } => "Terminated",
        _ => "Waiting",
    };
}
