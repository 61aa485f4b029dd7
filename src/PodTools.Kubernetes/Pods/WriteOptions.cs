namespace PodTools.Kubernetes;

/// <summary>How a create, replace or patch is to be carried out.</summary>
public record WriteOptions
{
    /// <summary>The field manager that PodTools writes under unless it is told another.</summary>
    public const string DefaultFieldManager = "podtools";

    /// <summary>The options used where none are given.</summary>
    public static WriteOptions Default { get; } = new();

    /// <summary>The name under which the server records who set the fields; at most 128 characters.</summary>
    public string FieldManager { get; init; } = DefaultFieldManager;

    /// <summary>True has the server check and answer everything without keeping it (<c>dryRun=All</c>).</summary>
    public bool DryRun { get; init; }

    /// <summary>
    /// What the server does with unknown and duplicate fields: <c>Strict</c> refuses them, <c>Warn</c> warns, <c>Ignore</c>
    /// drops them; null leaves it to the server, which warns.
    /// </summary>
    public string? FieldValidation { get; init; }

    internal virtual ApiRequest AddTo(ApiRequest request) => request
        .With("fieldManager", FieldManager)
        .With("dryRun", DryRun ? "All" : null)
        .With("fieldValidation", FieldValidation);
}
