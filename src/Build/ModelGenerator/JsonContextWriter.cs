using System.Text;

namespace PodTools.Build.Model;

/// <summary>Writes the attributes that make System.Text.Json generate the reading and writing of the model.</summary>
public static class JsonContextWriter
{
    /// <summary>Writes the whole file.</summary>
    /// <param name="types">The types of the model; each is named, so that a part of a kind can be read by itself too.</param>
    public static string Write(IReadOnlyList<ApiType> types)
    {
        var text = new StringBuilder(ClassWriter.Header);
        text.Append("using System.Text.Json.Serialization;\n\nnamespace PodTools.Json;\n\n");
        text.AppendJoin("", types.Select(type => $"[JsonSerializable(typeof({type.ClassName}))]\n"));
        return text.Append("internal sealed partial class ModelJsonContext : JsonSerializerContext;\n").ToString();
    }
}
