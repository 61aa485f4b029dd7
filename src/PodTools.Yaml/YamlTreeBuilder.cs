using System.Text.Json.Nodes;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace PodTools.Yaml;

/// <summary>Builds trees from the parser's events, one document after the other.</summary>
internal sealed class YamlTreeBuilder(IParser parser)
{
    private readonly Dictionary<string, BuiltNode?> _anchors = new(StringComparer.Ordinal);
    private readonly List<YamlDuplicateKey> _duplicates = [];
    private readonly Stack<string> _path = new();
    private int _nodes;
    private int _aliased;
    private int _depth;
    private int _deepest;

    /// <summary>A finished node: its value, its place, how many nodes it consists of and how many levels they make.</summary>
    private readonly record struct BuiltNode(JsonNode? Value, SourceNode Source, int Size, int Height);

    public List<YamlDocument> ReadStream()
    {
        var documents = new List<YamlDocument>();
        parser.Consume<StreamStart>();
        while (!parser.TryConsume<StreamEnd>(out _))
        {
            parser.Consume<DocumentStart>();
            var isEmpty = parser.Accept<Scalar>(out var scalar) && scalar.Value.Length == 0 && scalar.Style == ScalarStyle.Plain;
            var root = ReadNode();
            parser.Consume<DocumentEnd>();
            if (!isEmpty)
            {
                documents.Add(new YamlDocument(root.Value, new SourceMap(root.Source), [.. _duplicates]));
            }

            Reset();
        }

        return documents;
    }

    private void Reset()
    {
        _anchors.Clear();
        _duplicates.Clear();
        _nodes = 0;
        _aliased = 0;
    }

    private BuiltNode ReadNode()
    {
        if (parser.TryConsume<AnchorAlias>(out var alias))
        {
            return Resolve(alias);
        }

        var start = parser.Consume<NodeEvent>();
        var anchor = start.Anchor.IsEmpty ? null : start.Anchor.Value;
        if (anchor is not null)
        {
            _anchors[anchor] = null;
        }

        var before = _nodes++;
        var deepest = _deepest;
        _deepest = _depth;
        var source = new SourceNode(YamlErrors.PositionOf(start.Start));
        JsonNode? value = start switch
        {
            MappingStart => ReadMapping(source),
            SequenceStart => ReadSequence(source),
            _ => ReadScalar((Scalar)start),
        };
        var node = new BuiltNode(value, source, _nodes - before, _deepest - _depth);
        _deepest = Math.Max(deepest, _deepest);
        if (anchor is not null)
        {
            _anchors[anchor] = node;
        }

        return node;
    }

    private BuiltNode Resolve(AnchorAlias alias)
    {
        var name = alias.Value.Value;
        var position = YamlErrors.PositionOf(alias.Start);
        if (!_anchors.TryGetValue(name, out var found))
        {
            throw new YamlSyntaxException($"There is no anchor '&{name}' before the alias '*{name}'. Quote the value if it is text that begins with '*'.", position);
        }

        if (found is not { } node)
        {
            throw new YamlSyntaxException($"The alias '*{name}' stands inside its own anchor, which would never end.", position);
        }

        RequireDepth(_depth + node.Height, position);
        _deepest = Math.Max(_deepest, _depth + node.Height);
        _aliased += node.Size;
        _nodes += node.Size;
        if (_aliased > YamlReader.MaxAliasedNodes)
        {
            throw new YamlSyntaxException($"The aliases of this document expand to more than {YamlReader.MaxAliasedNodes} values. Write it with fewer aliases.", position);
        }

        return node with { Value = node.Value?.DeepClone(), Source = node.Source.At(position) };
    }

    private JsonArray ReadSequence(SourceNode source)
    {
        EnterCollection(source);
        var array = new JsonArray();
        while (!parser.TryConsume<SequenceEnd>(out _))
        {
            _path.Push($"[{array.Count}]");
            var element = ReadNode();
            _path.Pop();
            array.Add(element.Value);
            source.AddElement(element.Source);
        }

        _depth--;
        return array;
    }

    private JsonObject ReadMapping(SourceNode source)
    {
        EnterCollection(source);
        var map = new JsonObject();
        List<BuiltNode>? merged = null;
        while (!parser.TryConsume<MappingEnd>(out _))
        {
            var isMerge = parser.Accept<Scalar>(out var scalar) && scalar is { Value: "<<", Style: ScalarStyle.Plain };
            var position = YamlErrors.PositionOf(parser.Current!.Start);
            var key = KeyText(ReadNode().Value, position);
            _path.Push(key);
            var value = ReadNode();
            _path.Pop();
            if (isMerge)
            {
                (merged ??= []).Add(value);
            }
            else
            {
                Set(map, source, key, value, position);
            }
        }

        merged?.ForEach(node => Merge(map, source, node.Value, node.Source));
        _depth--;
        return map;
    }

    private void Set(JsonObject map, SourceNode source, string key, BuiltNode value, SourcePosition position)
    {
        if (source.Member(key) is { } first)
        {
            _duplicates.Add(new YamlDuplicateKey(PathTo(key), position, first.Position));
        }

        map[key] = value.Value;
        source.SetMember(key, value.Source.At(position));
    }

    /// <summary>Takes over what a merge key names: keys of the map itself win, and the first of several maps.</summary>
    private static void Merge(JsonObject map, SourceNode source, JsonNode? from, SourceNode fromSource)
    {
        switch (from)
        {
            case JsonObject members:
                foreach (var (key, value) in members.Where(member => !map.ContainsKey(member.Key)).ToList())
                {
                    map[key] = value?.DeepClone();
                    source.SetMember(key, fromSource.Member(key)!);
                }

                break;
            case JsonArray maps when maps.All(element => element is JsonObject):
                for (var i = 0; i < maps.Count; i++)
                {
                    Merge(map, source, maps[i], fromSource.Element(i)!);
                }

                break;
            default:
                throw new YamlSyntaxException("The merge key '<<' takes a map or a list of maps, usually an alias such as '*defaults'.", fromSource.Position);
        }
    }

    private static JsonNode? ReadScalar(Scalar scalar)
    {
        try
        {
            if (!scalar.Tag.IsEmpty && !scalar.Tag.IsNonSpecific)
            {
                return YamlScalar.FromTagged(scalar.Tag.Value, scalar.Value);
            }

            return scalar.Style == ScalarStyle.Plain && scalar.Tag.IsEmpty ? YamlScalar.FromPlain(scalar.Value) : JsonValue.Create(scalar.Value);
        }
        catch (FormatException e)
        {
            throw new YamlSyntaxException(e.Message, YamlErrors.PositionOf(scalar.Start), e);
        }
    }

    private static string KeyText(JsonNode? key, SourcePosition position) => key switch
    {
        JsonValue value when value.TryGetValue<string>(out var text) => text,
        JsonValue value => value.ToJsonString(),
        _ => throw new YamlSyntaxException("A key must be text: null, a list or a map cannot be one. Quote the key.", position),
    };

    private void EnterCollection(SourceNode source)
    {
        RequireDepth(++_depth, source.Position);
        _deepest = Math.Max(_deepest, _depth);
    }

    private static void RequireDepth(int depth, SourcePosition position)
    {
        if (depth > YamlReader.MaxDepth)
        {
            throw new YamlSyntaxException($"This is nested more than {YamlReader.MaxDepth} deep, which no Kubernetes object is. Check for brackets or dashes too many.", position);
        }
    }

    private string PathTo(string key) => FieldPath.Field(
        _path.Reverse().Aggregate("", (path, step) => step.StartsWith('[') ? path + step : FieldPath.Field(path, step)), key);
}
