using System.Text.Json;
using System.Text.Json.Nodes;
using PodTools.Yaml;

namespace PodTools.Kubernetes;

/// <summary>
/// The text of a kubeconfig, in which single values can be set without touching anything else: comments, order, quotes and
/// unknown fields stay as their owner wrote them.
/// </summary>
internal sealed class KubeConfigText(string path, string text)
{
    /// <summary>The text as it is now.</summary>
    internal string Text { get; private set; } = text;

    private bool IsFlow => Text.TrimStart().StartsWith('{');

    /// <summary>Replaces the value of a field that the text has.</summary>
    /// <param name="field">The field, such as <c>users[0].user.token</c>.</param>
    /// <param name="value">The new value.</param>
    /// <returns>False when the text has no such field.</returns>
    internal bool Replace(string field, string value)
    {
        var document = Read(Text);
        if (Find(document.Root, field) is not { } found)
        {
            return false;
        }

        var key = Offset(document.Source.Find(field));
        var colon = Text.IndexOf(':', SkipScalar(key));
        var start = colon + 1;
        while (start < Text.Length && Text[start] is ' ' or '\t')
        {
            start++;
        }

        var space = start == colon + 1 ? " " : "";
        Splice(start, SkipScalar(start), space + Quote(value), field, value, found.Parent, found.Key);
        return true;
    }

    /// <summary>Sets a field of the root, which may be missing so far.</summary>
    internal void SetRoot(string field, string value)
    {
        if (Replace(field, value))
        {
            return;
        }

        var root = Read(Text).Root as JsonObject ?? [];
        if (IsFlow)
        {
            var brace = Text.IndexOf('{', StringComparison.Ordinal) + 1;
            Splice(brace, brace, $"\"{field}\": {Quote(value)}{(root.Count > 0 ? ", " : "")}", field, value, root, field);
            return;
        }

        var newline = Text.Length > 0 && !Text.EndsWith('\n') ? "\n" : "";
        Splice(Text.Length, Text.Length, $"{newline}{field}: {Quote(value)}\n", field, value, root, field);
    }

    private YamlDocument Read(string text) => YamlReader.Read(text) switch
    {
        [] => new(null, new(new(SourcePosition.Start)), []),
        [var only] => only,
        _ => throw Refuse("it holds several YAML documents"),
    };

    // Nothing is written that does not read back as the old content with the one change.
    private void Splice(int start, int end, string replacement, string field, string value, JsonObject parent, string key)
    {
        var changed = string.Concat(Text.AsSpan(0, start), replacement, Text.AsSpan(end));
        parent[key] = value;
        JsonNode wanted = parent;
        while (wanted.Parent is { } above)
        {
            wanted = above;
        }

        try
        {
            if (!JsonNode.DeepEquals(Read(changed).Root, wanted))
            {
                throw Refuse($"{field} is written in a way that cannot be changed in place");
            }
        }
        catch (YamlSyntaxException e)
        {
            throw Refuse($"{field} is written in a way that cannot be changed in place", e);
        }

        Text = changed;
    }

    private static (JsonObject Parent, string Key)? Find(JsonNode? node, string field)
    {
        var steps = FieldPath.Steps(field).ToList();
        foreach (var step in steps.SkipLast(1))
        {
            node = node switch
            {
                JsonObject map => map[step],
                JsonArray array when int.TryParse(step, out var index) && index < array.Count => array[index],
                _ => null,
            };
        }

        return node is JsonObject parent && parent.ContainsKey(steps[^1]) ? (parent, steps[^1]) : null;
    }

    private int Offset(SourcePosition position)
    {
        var offset = 0;
        for (var line = 1; line < position.Line; line++)
        {
            offset = Text.IndexOf('\n', offset) + 1;
        }

        return offset + position.Column - 1;
    }

    /// <summary>Where the scalar that begins at an offset ends.</summary>
    private int SkipScalar(int start)
    {
        var quote = start < Text.Length && Text[start] is '"' or '\'' ? Text[start] : '\0';
        for (var i = start + (quote == '\0' ? 0 : 1); i < Text.Length; i++)
        {
            var c = Text[i];
            if (quote == '"' && c == '\\')
            {
                i++;
            }
            else if (quote == '\'' && c == '\'' && i + 1 < Text.Length && Text[i + 1] == '\'')
            {
                i++;
            }
            else if (quote != '\0' && c == quote)
            {
                return i + 1;
            }
            else if (quote == '\0' && EndsPlain(i))
            {
                return i;
            }
        }

        return Text.Length;
    }

    private bool EndsPlain(int i) => Text[i] switch
    {
        '\r' or '\n' => true,
        '#' => i > 0 && char.IsWhiteSpace(Text[i - 1]),
        ' ' => i + 1 < Text.Length && Text[i + 1] is '#' or ' ',
        ':' => i + 1 >= Text.Length || char.IsWhiteSpace(Text[i + 1]),
        ',' or '}' => IsFlow,
        _ => false,
    };

    private string Quote(string value)
    {
        var plain = !IsFlow && value.Length > 0 && value.All(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '_' or '-' or '@' or '/')
            && char.IsAsciiLetterOrDigit(value[0])
            && YamlReader.Read(value) is [{ Root: JsonValue scalar }] && scalar.TryGetValue<string>(out var same) && same == value;
        return plain ? value : $"\"{JsonEncodedText.Encode(value)}\"";
    }

    private KubeConfigException Refuse(string why, Exception? cause = null) => new(
        KubernetesReason.KubeConfigInvalid, $"The kubeconfig {path} was left as it is: {why}. Change it by hand.", path, innerException: cause);
}
