using System.Reflection;
using System.Xml.Linq;
using PodTools.Pipeline;

namespace PodTools.Tour;

/// <summary>
/// The properties that the module's type file adds to objects. Each names a static method that takes the engine's wrapper;
/// beside it stands one of the same name that takes the object itself, which is called here.
/// </summary>
internal sealed class ComputedProperties
{
    private readonly Dictionary<(string Type, string Property), MethodInfo> _methods = [];

    /// <summary>Reads the type file.</summary>
    /// <param name="path">Its path.</param>
    public ComputedProperties(string path)
    {
        foreach (var type in XDocument.Load(path).Descendants("Type"))
        {
            foreach (var property in type.Descendants("CodeProperty"))
            {
                var typeName = type.Element("Name")!.Value;
                _methods[(typeName, property.Element("Name")!.Value)] = MethodOf(property.Element("GetCodeReference")!, typeName);
            }
        }
    }

    /// <summary>Computes a property.</summary>
    /// <param name="value">The object.</param>
    /// <param name="property">The property's name.</param>
    public object? Get(object value, string property) => _methods.TryGetValue((value.GetType().FullName!, property), out var method)
        ? method.Invoke(null, [value])
        : throw new InvalidOperationException($"The views name {value.GetType().Name}.{property}, which does not exist.");

    private static MethodInfo MethodOf(XElement reference, string typeName)
    {
        var (owner, name) = (reference.Element("TypeName")!.Value, reference.Element("MethodName")!.Value);
        return typeof(IPipeline).Assembly.GetType(owner, throwOnError: true)!
            .GetMethods(BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic)
            .FirstOrDefault(method => method.Name == name && method.GetParameters() is [{ ParameterType.FullName: var taken }] && taken == typeName)
            ?? throw new InvalidOperationException($"{owner} has no method {name} that takes a {typeName}.");
    }
}
