using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace PodTools.Yaml;

/// <summary>
/// Writes a JSON tree as YAML the way <c>kubectl -o yaml</c> prints it: block style, keys in order, lists not indented
/// below their key, text in quotes only where it would read back as something else, several lines as a <c>|</c> block.
/// </summary>
public sealed class YamlWriter
{
    private readonly StringBuilder _out = new();

    private YamlWriter()
    {
    }

    /// <summary>Writes one document.</summary>
    /// <param name="node">The tree; null writes <c>null</c>.</param>
    /// <returns>YAML that ends with a line break and reads back as the same tree.</returns>
    public static string Write(JsonNode? node)
    {
        var writer = new YamlWriter();
        switch (node)
        {
            case JsonObject { Count: > 0 } map:
                writer.WriteMap(map, 0, firstLineStarted: false);
                break;
            case JsonArray { Count: > 0 } list:
                writer.WriteList(list, 0, firstLineStarted: false);
                break;
            default:
                writer.WriteInline(node, 2);
                break;
        }

        return writer._out.ToString();
    }

    private void WriteMap(JsonObject map, int indent, bool firstLineStarted)
    {
        foreach (var (key, value) in map.OrderBy(member => member.Key, NaturalOrder.Instance))
        {
            Indent(indent, ref firstLineStarted);
            YamlText.AppendKey(_out, key);
            _out.Append(':');
            switch (value)
            {
                case JsonObject { Count: > 0 } inner:
                    _out.Append('\n');
                    WriteMap(inner, indent + 2, firstLineStarted: false);
                    break;
                case JsonArray { Count: > 0 } inner:
                    _out.Append('\n');
                    WriteList(inner, indent, firstLineStarted: false);
                    break;
                default:
                    _out.Append(' ');
                    WriteInline(value, indent + 2);
                    break;
            }
        }
    }

    private void WriteList(JsonArray list, int indent, bool firstLineStarted)
    {
        foreach (var value in list)
        {
            Indent(indent, ref firstLineStarted);
            _out.Append("- ");
            switch (value)
            {
                case JsonObject { Count: > 0 } inner:
                    WriteMap(inner, indent + 2, firstLineStarted: true);
                    break;
                case JsonArray { Count: > 0 } inner:
                    WriteList(inner, indent + 2, firstLineStarted: true);
                    break;
                default:
                    WriteInline(value, indent + 2);
                    break;
            }
        }
    }

    /// <summary>Writes what follows a key or a dash on its line; <paramref name="indent"/> is that of lines to follow.</summary>
    private void WriteInline(JsonNode? node, int indent)
    {
        switch (node)
        {
            case null:
                _out.Append("null");
                break;
            case JsonObject:
                _out.Append("{}");
                break;
            case JsonArray:
                _out.Append("[]");
                break;
            case JsonValue value when value.GetValueKind() == JsonValueKind.String:
                YamlText.Append(_out, value.GetValue<string>(), indent);
                return;
            default:
                _out.Append(node.ToJsonString());
                break;
        }

        _out.Append('\n');
    }

    private void Indent(int indent, ref bool lineStarted)
    {
        if (!lineStarted)
        {
            _out.Append(' ', indent);
        }

        lineStarted = false;
    }
}
