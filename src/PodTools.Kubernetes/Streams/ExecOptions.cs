namespace PodTools.Kubernetes.Streams;

/// <summary>What to run in a container, and which of its streams are wanted (the API's <c>PodExecOptions</c>).</summary>
public sealed record ExecOptions
{
    /// <summary>The container; see <see cref="ContainerChoice"/>. The server refuses null for a pod with several.</summary>
    public string? Container { get; init; }

    /// <summary>The command and its arguments. No shell is involved. Ignored when attaching.</summary>
    public IReadOnlyList<string> Command { get; init; } = [];

    /// <summary>Whether standard input is wanted.</summary>
    public bool Stdin { get; init; }

    /// <summary>Whether standard output is wanted. A stream that nobody will read must not be asked for.</summary>
    public bool Stdout { get; init; } = true;

    /// <summary>Whether standard error is wanted. A terminal has none: with <see cref="Tty"/> it is never asked for.</summary>
    public bool Stderr { get; init; } = true;

    /// <summary>Whether the command gets a terminal, which merges standard error into standard output.</summary>
    public bool Tty { get; init; }

    /// <summary>
    /// Whether <see cref="ExecClient.RunAsync"/> ends the command's standard input when the given input is at its end.
    /// False for commands that know themselves when they have enough (<c>head -c 10</c>): only they can be given a
    /// finite input by servers that do not know the v5 protocol.
    /// </summary>
    public bool EndInput { get; init; } = true;
}
