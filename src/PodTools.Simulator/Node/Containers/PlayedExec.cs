namespace PodTools.Simulator.Node.Containers;

/// <summary>Commands run in a container whose image is described.</summary>
internal static class PlayedExec
{
    /// <summary>What a command prints by the description of the image; null when it is to run as a local process.</summary>
    public static SimulatedExecReply? Reply(SimulatedImage image, SimulatedExec exec) =>
        image.ExecReplies.TryGetValue(string.Join(' ', exec.Command), out var text) ? new SimulatedExecReply(text) : image.OnExec?.Invoke(exec);
}
