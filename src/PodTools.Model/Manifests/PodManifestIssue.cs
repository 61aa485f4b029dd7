namespace PodTools;

/// <summary>Something wrong with a manifest: where it stands, which rule it breaks, and what to do.</summary>
public sealed record PodManifestIssue
{
    /// <summary>The file, or null when the manifest did not come from one.</summary>
    public string? Path { get; init; }

    /// <summary>The line, from 1; 0 when the manifest is no text. For a field that is missing, the line of the object that lacks it.</summary>
    public int Line { get; init; } = 1;

    /// <summary>The column, from 1, in characters; 0 when the manifest is no text.</summary>
    public int Column { get; init; } = 1;

    /// <summary>The field as the API writes it, for instance <c>spec.containers[0].ports[1].name</c>; empty for the whole text.</summary>
    public string Field { get; init; } = "";

    /// <summary>The id of the rule, for instance <c>UnknownField</c>: stable, so that scripts can tell issues apart.</summary>
    public required string Rule { get; init; }

    /// <summary>What is wrong, in the words of the API server where it has any.</summary>
    public required string Message { get; init; }

    /// <summary>What to do about it; empty when the message says it.</summary>
    public string Advice { get; init; } = "";

    /// <summary>How grave it is.</summary>
    public PodManifestSeverity Severity { get; init; } = PodManifestSeverity.Error;

    /// <summary>The issue on one line: <c>web.yaml(4,2): error: spec.containers[0].image: Required value.</c></summary>
    public override string ToString()
    {
        var field = Field.Length == 0 ? "" : $"{Field}: ";
        var advice = Advice.Length == 0 ? "" : $" {Advice}";
        var place = Line == 0 ? "" : $"{Path ?? "manifest"}({Line},{Column}): ";
        return $"{place}{Severity.ToString().ToLowerInvariant()}: {field}{Message}{(Message.EndsWith('.') ? "" : ".")}{advice}";
    }
}
