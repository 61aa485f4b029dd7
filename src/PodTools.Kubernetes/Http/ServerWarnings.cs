namespace PodTools.Kubernetes;

/// <summary>Reads the API server's warnings: headers such as <c>Warning: 299 - "deprecated since v1.14"</c>.</summary>
internal static class ServerWarnings
{
    internal static void Report(HttpResponseMessage response, Action<string>? sink)
    {
        if (sink is null || !response.Headers.TryGetValues("Warning", out _))
        {
            return;
        }

        foreach (var warning in response.Headers.Warning.Where(w => w.Code == 299))
        {
            sink(Unquote(warning.Text));
        }
    }

    private static string Unquote(string text)
    {
        var inner = text is ['"', .., '"'] ? text[1..^1] : text;
        return inner.Replace("\\\"", "\"", StringComparison.Ordinal).Replace("\\\\", "\\", StringComparison.Ordinal);
    }
}
