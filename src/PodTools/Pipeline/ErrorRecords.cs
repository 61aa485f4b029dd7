using System.Management.Automation;
using PodTools.Manifests;
using PodTools.Schema;
using PodTools.Selectors;

namespace PodTools.Pipeline;

/// <summary>The one place that says which error a user sees for an exception: its id, its category and what to do.</summary>
internal static class ErrorRecords
{
    /// <summary>Describes an exception as an error.</summary>
    /// <param name="exception">What was thrown.</param>
    /// <param name="target">The object it happened to; null when there is none.</param>
    /// <returns>The error to report.</returns>
    public static PodError From(Exception exception, object? target) => exception switch
    {
        PodCommandException own => new(own, own.Id, own.Category, target, own.Advice),
        PodWaitException { TimedOut: true } => new(exception, "PodWaitTimeout", ErrorCategory.OperationTimeout, target, "Give a longer -Timeout, or see Get-PodDetail for what it is waiting for."),
        PodWaitException => new(exception, "PodWaitFailed", ErrorCategory.InvalidResult, target, "See Get-PodDetail, or wait on with -NoFailFast."),
        KubernetesException answer => KubernetesErrors.From(answer, target),
        ManifestException manifest => new(exception, "ManifestSyntax", ErrorCategory.ParserError, target ?? manifest.Issue, "Correct the manifest. Test-PodManifest checks it without a cluster."),
        SelectorSyntaxException selector => new(exception, "SelectorSyntax", ErrorCategory.InvalidArgument, target ?? selector.Selector, "See about_PodTools_Selectors."),
        SchemaPathException path => new(exception, "SchemaPathNotFound", ErrorCategory.ObjectNotFound, target ?? path.Path),
        FileNotFoundException or DirectoryNotFoundException => new(exception, "FileNotFound", ErrorCategory.ObjectNotFound, target, "Check the path."),
        UnauthorizedAccessException => new(exception, "FileAccessDenied", ErrorCategory.PermissionDenied, target, "Check the permissions of the file."),
        IOException => new(exception, "InputOutputFailed", ErrorCategory.ReadError, target),
        TimeoutException => new(exception, "Timeout", ErrorCategory.OperationTimeout, target, "Give a longer -Timeout."),
        ArgumentException or FormatException => new(exception, "InvalidArgument", ErrorCategory.InvalidArgument, target),
        NotSupportedException => new(exception, "NotSupported", ErrorCategory.NotImplemented, target),
        _ => new(exception, NameOf(exception), ErrorCategory.NotSpecified, target),
    };

    private static string NameOf(Exception exception)
    {
        const string Suffix = "Exception";
        var name = exception.GetType().Name;
        return name.EndsWith(Suffix, StringComparison.Ordinal) ? name[..^Suffix.Length] : name;
    }
}
