namespace PodTools.Tests.Generation;

/// <summary>A test that needs the OpenAPI documents of the Kubernetes API, which the repository does not hold.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class OpenApiFactAttribute : FactAttribute
{
    private const string Variable = "PODTOOLS_OPENAPI";

    public OpenApiFactAttribute()
    {
        if (Documents.Count == 0)
        {
            Skip = $"The OpenAPI documents are not at hand: set {Variable} to a folder with the documents of api/v1, policy/v1 and authorization/v1.";
        }
    }

    /// <summary>The documents: those of the folder that the variable names, or of shared/k8s beside a folder above the checkout.</summary>
    public static IReadOnlyList<string> Documents { get; } = Find();

    private static string[] Find()
    {
        var folders = Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } named ? [named] : FoldersAbove(Recordings.Root);
        return folders
            .Where(Directory.Exists)
            .Select(folder => Directory.GetFiles(folder, "*openapi.json").Order(StringComparer.Ordinal).ToArray())
            .FirstOrDefault(documents => documents.Length > 0) ?? [];
    }

    private static IEnumerable<string> FoldersAbove(string path)
    {
        for (var folder = Directory.GetParent(path); folder is not null; folder = folder.Parent)
        {
            yield return Path.Combine(folder.FullName, "shared", "k8s");
        }
    }
}
