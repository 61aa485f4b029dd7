namespace PodTools.Simulator.Node.Processes;

/// <summary>A command cannot be started; the message is what a container runtime says then.</summary>
internal sealed class ProcessStartException(string message) : Exception(message)
{
    /// <summary>The command is not there or is not a program.</summary>
    public static ProcessStartException CannotExecute(string command, string problem) =>
        new($"unable to start container process: exec: \"{command}\": {problem}: unknown");
}
