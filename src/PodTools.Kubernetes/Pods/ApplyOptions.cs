namespace PodTools.Kubernetes;

/// <summary>How a server-side apply is to be carried out.</summary>
public sealed record ApplyOptions : WriteOptions
{
    /// <summary>The options used where none are given.</summary>
    public static new ApplyOptions Default { get; } = new();

    /// <summary>True takes over fields that another manager owns, instead of failing with a conflict.</summary>
    public bool Force { get; init; }

    internal override ApiRequest AddTo(ApiRequest request) => base.AddTo(request).With("force", Force);
}
