namespace PodTools.Simulator.Node.Containers;

/// <summary>How an action that a probe or a lifecycle hook asks for went.</summary>
/// <param name="Succeeded">Whether it did what it should.</param>
/// <param name="Message">Otherwise what an event says of it.</param>
internal sealed record ActionResult(bool Succeeded, string Message = "")
{
    public static ActionResult Success { get; } = new(true);
}
