using System.Reflection;
using System.Xml.Linq;

namespace PodTools.Build.Help;

/// <summary>The XML documentation that the compiler wrote, by member.</summary>
internal sealed class DocumentationSet
{
    private readonly Dictionary<string, XElement> _members = new(StringComparer.Ordinal);

    /// <summary>Holds the members of some documentation files.</summary>
    /// <param name="files">What the compiler wrote.</param>
    public DocumentationSet(params IEnumerable<XDocument> files)
    {
        foreach (var member in files.Descendants("member"))
        {
            _members[member.Attribute("name")?.Value ?? string.Empty] = member;
        }
    }

    /// <summary>Reads a module's documentation and that of the assemblies beside it, whose types it takes and emits.</summary>
    /// <param name="path">The module's documentation file.</param>
    /// <returns>All of them together.</returns>
    public static DocumentationSet Beside(string path)
    {
        var folder = Path.GetDirectoryName(Path.GetFullPath(path))!;
        var others = Directory.EnumerateFiles(folder, "*.xml").Where(other => File.Exists(Path.ChangeExtension(other, ".dll")));
        return new(others.Append(path).Select(file => XDocument.Load(file, LoadOptions.PreserveWhitespace)));
    }

    /// <summary>The documentation of a type.</summary>
    /// <param name="type">The type.</param>
    /// <returns>Its elements; none when there is no documentation.</returns>
    public XElement Of(Type type) => Find($"T:{NameOf(type)}");

    /// <summary>The documentation of a property, which stands where the property is declared.</summary>
    /// <param name="property">The property.</param>
    /// <returns>Its elements; none when there is no documentation.</returns>
    public XElement Of(PropertyInfo property) => Find($"P:{NameOf(property.DeclaringType!)}.{property.Name}");

    /// <summary>The documentation of a value of an enumeration.</summary>
    /// <param name="type">The enumeration.</param>
    /// <param name="name">The value's name.</param>
    /// <returns>Its elements; none when there is no documentation.</returns>
    public XElement Of(Type type, string name) => Find($"F:{NameOf(type)}.{name}");

    private XElement Find(string id) => _members.GetValueOrDefault(id) ?? new XElement("member");

    private static string NameOf(Type type) =>
        (type.IsGenericType ? type.GetGenericTypeDefinition() : type).FullName!.Replace('+', '.');
}
