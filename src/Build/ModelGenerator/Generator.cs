using System.Text.Json.Nodes;

namespace PodTools.Build.Model;

/// <summary>Names what the model holds, and writes its files.</summary>
public static class Generator
{
    /// <summary>The kinds to generate; everything that they refer to follows.</summary>
    private static readonly string[] Roots =
    [
        "io.k8s.api.core.v1.PodList",
        "io.k8s.api.core.v1.EventList",
        "io.k8s.api.core.v1.NamespaceList",
        "io.k8s.api.core.v1.NodeList",
        "io.k8s.api.core.v1.ServiceList",
        "io.k8s.api.core.v1.Binding",
        "io.k8s.api.policy.v1.Eviction",
        "io.k8s.api.authorization.v1.SelfSubjectAccessReview",
        "io.k8s.api.authorization.v1.SelfSubjectRulesReview",
        "io.k8s.apimachinery.pkg.apis.meta.v1.Status",
    ];

    /// <summary>Makes the files of the model.</summary>
    /// <param name="schemas">The schemas of the documents by full name.</param>
    /// <returns>The text of each file by its name.</returns>
    public static IReadOnlyDictionary<string, string> Run(IReadOnlyDictionary<string, JsonObject> schemas)
    {
        var types = new ApiTypeReader(schemas).Read(Roots);
        var files = types.ToDictionary(type => type.ClassName + ".cs", ClassWriter.Write, StringComparer.Ordinal);
        files.Add("ModelJsonContext.cs", JsonContextWriter.Write(types));
        files.Add("ApiSchema.txt", SchemaWriter.Write(types));
        return files;
    }
}
