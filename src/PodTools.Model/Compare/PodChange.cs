namespace PodTools;

/// <summary>One property that differs between two pods.</summary>
/// <param name="Field">
/// The property. Elements of lists are named by their keys: <c>spec.containers[name=web].image</c>,
/// <c>spec.containers[name=web].ports[containerPort=80,protocol=TCP]</c>, <c>metadata.labels[app]</c>.
/// </param>
/// <param name="Change">How it differs.</param>
/// <param name="Old">The value of the first pod: text, a number or a boolean, or JSON text of an object or list; null when it has none.</param>
/// <param name="New">The value of the second pod, likewise.</param>
public sealed record PodChange(string Field, PodChangeKind Change, object? Old, object? New)
{
    /// <summary>The name of the pod that differs, for changes of several; null when nobody said it.</summary>
    public string? Pod { get; init; }

    /// <summary>The change on one line: <c>~ spec.containers[name=web].image: nginx:1.25 -> nginx:1.27</c>.</summary>
    public override string ToString() => Change switch
    {
        PodChangeKind.Added => $"+ {Field}: {Text(New)}",
        PodChangeKind.Removed => $"- {Field}: {Text(Old)}",
        _ => $"~ {Field}: {Text(Old)} -> {Text(New)}",
    };

    /// <summary>As a manifest writes it, where .NET writes truth with a capital.</summary>
    private static object? Text(object? value) => value is bool truth ? (truth ? "true" : "false") : value;
}
