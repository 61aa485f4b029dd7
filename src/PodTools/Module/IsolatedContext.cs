using System.Reflection;
using System.Runtime.Loader;

namespace PodTools.Module;

/// <summary>
/// Where PodTools.Yaml and the YamlDotNet it was built with are loaded, out of sight of all other modules: in the default
/// context the first YamlDotNet that anybody loads would win, whatever its version.
/// </summary>
internal sealed class IsolatedContext : AssemblyLoadContext
{
    /// <summary>The assembly by which the module enters this context.</summary>
    public const string Entry = "PodTools.Yaml";

    private readonly string _folder = Path.Combine(
        Path.GetDirectoryName(typeof(IsolatedContext).Assembly.Location)!, "dependencies");

    private IsolatedContext()
        : base("PodTools")
    {
    }

    /// <summary>The one context of the process; it outlives the module, as the assemblies in it do.</summary>
    public static IsolatedContext Shared { get; } = new();

    /// <inheritdoc/>
    protected override Assembly? Load(AssemblyName assemblyName)
    {
        var path = Path.Combine(_folder, $"{assemblyName.Name}.dll");
        return File.Exists(path) ? LoadFromAssemblyPath(path) : null;
    }
}
