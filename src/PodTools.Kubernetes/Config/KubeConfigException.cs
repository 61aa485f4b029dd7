namespace PodTools;

/// <summary>A kubeconfig is missing, malformed, or lacks what was asked of it.</summary>
public sealed class KubeConfigException : KubernetesException
{
    /// <summary>Makes the exception.</summary>
    /// <param name="reason">
    /// <see cref="KubernetesReason.NoKubeConfig"/>, <see cref="KubernetesReason.KubeConfigInvalid"/> or
    /// <see cref="KubernetesReason.ContextNotFound"/>.
    /// </param>
    /// <param name="message">What is wrong and what to do, without the place.</param>
    /// <param name="path">The file, or null when there is none.</param>
    /// <param name="line">The line, from 1; null when it is about the file as a whole.</param>
    /// <param name="column">The column, from 1.</param>
    /// <param name="innerException">The cause, when there is one.</param>
    public KubeConfigException(string reason, string message, string? path = null, int? line = null, int? column = null, Exception? innerException = null)
        : base(reason, Place(path, line, column) + message, innerException)
    {
        Path = path;
        Line = line;
        Column = column;
    }

    /// <summary>The kubeconfig that is at fault; null when there is none.</summary>
    public string? Path { get; }

    /// <summary>The line in the file, from 1; null when it is about the file as a whole.</summary>
    public int? Line { get; }

    /// <summary>The column in the line, from 1.</summary>
    public int? Column { get; }

    private static string Place(string? path, int? line, int? column) =>
        path is null || line is null ? "" : $"{path}, line {line}, column {column}: ";
}
