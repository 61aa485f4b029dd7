namespace PodTools.Kubernetes.Logs;

/// <summary>Where a line of a log that is read again stands.</summary>
internal enum LogPlace
{
    /// <summary>It was handed on before.</summary>
    Known,

    /// <summary>It comes after all that was handed on.</summary>
    New,

    /// <summary>The next lines will tell: it may be the end of a long line whose beginning this reading does not have.</summary>
    Unclear,

    /// <summary>This reading starts after the line that was handed on last, so lines may be missing between them.</summary>
    Beyond,
}
