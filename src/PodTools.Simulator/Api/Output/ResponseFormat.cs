namespace PodTools.Simulator.Api.Output;

/// <summary>How a client wants an answer written, from its Accept header.</summary>
/// <param name="IsYaml">YAML instead of JSON.</param>
/// <param name="View">The object itself, a table of it, or its metadata only.</param>
/// <param name="ViewVersion">The version of <c>meta.k8s.io</c> that the view is in.</param>
internal sealed record ResponseFormat(bool IsYaml, ResponseView View, string ViewVersion)
{
    private static readonly string[] Known = ["application/json", "application/yaml", "application/vnd.kubernetes.protobuf", "text/plain"];

    /// <summary>The object itself as JSON.</summary>
    public static ResponseFormat Json { get; } = new(false, ResponseView.Object, "v1");

    public string ContentType => IsYaml ? "application/yaml" : "application/json";

    /// <summary>Takes the first type in the header that can be had.</summary>
    /// <exception cref="ApiException">406, when there is none.</exception>
    public static ResponseFormat Parse(string? accept)
    {
        if (string.IsNullOrWhiteSpace(accept))
        {
            return Json;
        }

        var clauses = accept.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        foreach (var clause in clauses)
        {
            if (ParseClause(clause.Split(';', StringSplitOptions.TrimEntries)) is { } format)
            {
                return format;
            }
        }

        // Types that no route produces are refused before the API looks at them, in other words.
        var known = clauses.Any(clause => Known.Contains(clause.Split(';')[0].Trim()));
        throw known ? ApiException.NotAcceptable() : new ApiException(
            406, "NotAcceptable",
            "406: Not Acceptable\n\nAvailable representations: application/json, application/yaml, "
            + "application/vnd.kubernetes.protobuf, application/json;stream=watch, application/vnd.kubernetes.protobuf;stream=watch",
            []);
    }

    /// <summary>How a refusal is written: as YAML to those who want only that, else as JSON.</summary>
    public static ResponseFormat ForStatus(string? accept) =>
        Json with { IsYaml = accept?.TrimStart().StartsWith("application/yaml", StringComparison.Ordinal) ?? false };

    private static ResponseFormat? ParseClause(string[] parts)
    {
        if (parts[0] is not ("application/json" or "application/yaml" or "*/*" or "application/*"))
        {
            return null;
        }

        var parameters = parts.Skip(1).Select(part => part.Split('=', 2)).Where(pair => pair.Length == 2)
            .ToDictionary(pair => pair[0], pair => pair[1]);
        var yaml = parts[0] == "application/yaml";
        var version = parameters.GetValueOrDefault("v", "v1");
        return parameters.GetValueOrDefault("as") switch
        {
            null => new ResponseFormat(yaml, ResponseView.Object, version),
            "Table" => new ResponseFormat(yaml, ResponseView.Table, version),
            "PartialObjectMetadata" or "PartialObjectMetadataList" => new ResponseFormat(yaml, ResponseView.Metadata, version),
            _ => null,
        };
    }
}
