namespace PodTools;

/// <summary>The kinds of patch that the API takes.</summary>
public enum PatchType
{
    /// <summary>Strategic merge patch: lists with a key are merged element by element (<c>application/strategic-merge-patch+json</c>).</summary>
    Strategic,

    /// <summary>JSON merge patch, RFC 7386: objects are merged, lists are replaced (<c>application/merge-patch+json</c>).</summary>
    Merge,

    /// <summary>JSON patch, RFC 6902: a list of operations (<c>application/json-patch+json</c>).</summary>
    Json,

    /// <summary>Server-side apply: the fields that a manager declares (<c>application/apply-patch+yaml</c>).</summary>
    Apply,
}
