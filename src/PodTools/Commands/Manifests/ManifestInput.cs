using System.Collections;
using System.Management.Automation;
using System.Text;
using System.Text.Json.Nodes;
using PodTools.Manifests;
using PodTools.Pipeline;

namespace PodTools.Commands;

/// <summary>Makes manifests of what users give: paths, text, hashtables and pods.</summary>
internal static class ManifestInput
{
    /// <summary>Refuses bytes that are no characters, which would otherwise be replaced without a word.</summary>
    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    private static readonly string[] Extensions = [".yaml", ".yml", ".json"];

    /// <summary>Finds the files that a path means: itself, what its wildcards match, or the manifests in a folder.</summary>
    /// <param name="path">The path.</param>
    /// <param name="literal">Whether wildcard characters stand for themselves.</param>
    /// <param name="pipeline">Resolves it.</param>
    /// <exception cref="PodCommandException">There is no such file, or a folder holds none.</exception>
    public static IReadOnlyList<string> FilesOf(string path, bool literal, IPipeline pipeline)
    {
        var found = pipeline.ResolvePath(path, literal);
        if (found.Count == 0)
        {
            throw new PodCommandException("FileNotFound", ErrorCategory.ObjectNotFound, $"There is no file '{pipeline.FullPath(path)}'.", "Check the path.");
        }

        return [.. found.SelectMany(FilesIn)];
    }

    /// <summary>Reads a file.</summary>
    /// <param name="file">Its full path.</param>
    /// <param name="stop">Stops reading.</param>
    /// <exception cref="ManifestException">It is not YAML or JSON.</exception>
    /// <exception cref="PodCommandException">It holds no object.</exception>
    public static async Task<IReadOnlyList<PodManifest>> ReadAsync(string file, CancellationToken stop) => Parse(await ReadTextAsync(file, stop), file);

    /// <summary>Reads text.</summary>
    /// <param name="text">YAML or JSON.</param>
    /// <param name="path">The file that it came from; null for none.</param>
    /// <exception cref="ManifestException">It is not YAML or JSON.</exception>
    /// <exception cref="PodCommandException">It holds no object.</exception>
    public static IReadOnlyList<PodManifest> Parse(string text, string? path = null)
    {
        var manifests = ManifestReader.Read(text, path).Select(document => new PodManifest(document.Root, document)).ToList();
        return manifests.Count > 0
            ? manifests
            : throw new PodCommandException("NoManifestFound", ErrorCategory.ObjectNotFound, $"{path ?? "The text"} holds no object.", "Write a pod in YAML or JSON into it.");
    }

    /// <summary>Makes a manifest of what a script built.</summary>
    /// <param name="value">A hashtable or a pod.</param>
    /// <exception cref="PodCommandException">It is neither.</exception>
    public static PodManifest FromObject(object value)
    {
        var root = Unwrap(value) switch
        {
            Pod pod => ManifestWriter.Clean(KubernetesJson.ToNode(pod)),
            IDictionary table => (JsonObject)ManifestTree.From(table, Unwrap)!,
            JsonObject tree => (JsonObject)tree.DeepClone(),
            var other => throw new PodCommandException(
                "ManifestInvalid",
                ErrorCategory.InvalidData,
                $"A manifest is text, a hashtable or a pod, not {other?.GetType().Name ?? "null"}.",
                "Give YAML or JSON as text, a hashtable, or what Get-Pod emits."),
        };
        root["apiVersion"] ??= "v1";
        root["kind"] ??= "Pod";
        return new PodManifest(root, Document: null);
    }

    /// <summary>Takes off what PowerShell wraps around values; its own kind of object becomes a dictionary.</summary>
    /// <param name="value">The value.</param>
    public static object? Unwrap(object? value) => value switch
    {
        PSObject { BaseObject: PSCustomObject } custom => Properties(custom),
        PSObject wrapped => wrapped.BaseObject,
        _ => value,
    };

    /// <summary>The path of what stands for a file or folder, as Get-ChildItem and Resolve-Path emit it; null for anything else.</summary>
    /// <param name="value">The value.</param>
    public static string? PathOf(object? value) => value switch
    {
        FileSystemInfo file => file.FullName,
        PathInfo resolved => resolved.ProviderPath,
        _ => null,
    };

    private static async Task<string> ReadTextAsync(string file, CancellationToken stop)
    {
        try
        {
            return await File.ReadAllTextAsync(file, Utf8, stop);
        }
        catch (DecoderFallbackException exception)
        {
            throw new PodCommandException(
                "ManifestInvalid",
                ErrorCategory.InvalidData,
                $"{file} is not text in UTF-8: a byte in it ({Convert.ToHexString(exception.BytesUnknown ?? [])}) stands for no character.",
                "Save it as UTF-8, or as UTF-16 with a byte order mark.",
                exception);
        }
    }

    private static Dictionary<string, object?> Properties(PSObject custom)
    {
        var table = new Dictionary<string, object?>(StringComparer.Ordinal);
        foreach (var property in custom.Properties)
        {
            table[property.Name] = property.Value;
        }

        return table;
    }

    private static string[] FilesIn(string path)
    {
        if (!Directory.Exists(path))
        {
            return [path];
        }

        string[] files = [.. Directory.EnumerateFiles(path)
            .Where(file => Extensions.Contains(Path.GetExtension(file), StringComparer.OrdinalIgnoreCase)).Order(StringComparer.Ordinal)];
        return files.Length > 0
            ? files
            : throw new PodCommandException(
                "NoManifestFound", ErrorCategory.ObjectNotFound, $"The folder '{path}' holds no manifest.", $"Manifests end in {string.Join(", ", Extensions)}.");
    }
}
