namespace PodTools;

/// <summary>What a command prints in a container of a <see cref="SimulatedImage"/>, and how it ends.</summary>
/// <param name="Output">The text on its standard output.</param>
public sealed record SimulatedExecReply(string Output)
{
    /// <summary>The text on its standard error.</summary>
    public string ErrorOutput { get; init; } = "";

    /// <summary>Its exit code, 0 to 255.</summary>
    public int ExitCode { get; init; }
}
