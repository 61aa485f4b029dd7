using System.Buffers.Binary;
using System.Text;
using System.Text.Json.Nodes;

namespace PodTools.Simulator.Api.Protobuf;

/// <summary>
/// Reads objects that newer versions of kubectl send in protobuf: the small ones that it makes itself. Pods come as JSON,
/// because it sends them as they stand in a file.
/// </summary>
internal static class ProtobufObject
{
    private static readonly byte[] Magic = "k8s\0"u8.ToArray();

    // number:name, then what it holds: nothing for a text, # for a number, ? for a switch, [] for texts, {} for a map of
    // texts, | for a number or a text, or the message in it, with a * when there may be several.
    private static readonly Dictionary<string, string> Messages = new()
    {
        ["Unknown"] = "1:typeMeta=TypeMeta 2:raw",
        ["TypeMeta"] = "1:apiVersion 2:kind",
        ["ObjectMeta"] = "1:name 2:generateName 3:namespace 5:uid 6:resourceVersion 11:labels={} 12:annotations={} 14:finalizers=[]",
        ["Namespace"] = "1:metadata=ObjectMeta",
        ["ServiceAccount"] = "1:metadata=ObjectMeta",
        ["ConfigMap"] = "1:metadata=ObjectMeta 2:data={} 4:immutable=?",
        ["SelfSubjectReview"] = "1:metadata=ObjectMeta",
        ["SelfSubjectAccessReview"] = "1:metadata=ObjectMeta 2:spec=SelfSubjectAccessReviewSpec",
        ["SelfSubjectAccessReviewSpec"] = "1:resourceAttributes=ResourceAttributes 2:nonResourceAttributes=NonResourceAttributes",
        ["ResourceAttributes"] = "1:namespace 2:verb 3:group 4:version 5:resource 6:subresource 7:name",
        ["NonResourceAttributes"] = "1:path 2:verb",
        ["SelfSubjectRulesReview"] = "1:metadata=ObjectMeta 2:spec=SelfSubjectRulesReviewSpec",
        ["SelfSubjectRulesReviewSpec"] = "1:namespace",
        ["Eviction"] = "1:metadata=ObjectMeta 2:deleteOptions=DeleteOptions",
        ["DeleteOptions"] = "1:gracePeriodSeconds=# 2:preconditions=Preconditions 3:orphanDependents=? 4:propagationPolicy 5:dryRun=[]",
        ["PodDisruptionBudget"] = "1:metadata=ObjectMeta 2:spec=PodDisruptionBudgetSpec",
        ["PodDisruptionBudgetSpec"] = "1:minAvailable=| 2:selector=LabelSelector 3:maxUnavailable=| 4:unhealthyPodEvictionPolicy",
        ["LabelSelector"] = "1:matchLabels={} 2:matchExpressions=*LabelSelectorRequirement",
        ["LabelSelectorRequirement"] = "1:key 2:operator 3:values=[]",
        ["IntOrString"] = "1:isText=? 2:number=# 3:text",
        ["Preconditions"] = "1:uid 2:resourceVersion",
    };

    /// <summary>Reads an object in the envelope that the API puts around protobuf.</summary>
    /// <exception cref="ApiException">400 for what is no such envelope, 415 for kinds that come as JSON.</exception>
    public static JsonObject Read(ReadOnlySpan<byte> body)
    {
        if (!body.StartsWith(Magic))
        {
            throw Malformed();
        }

        byte[] raw = [];
        var envelope = ReadMessage("Unknown", body[Magic.Length..], ref raw);
        var typeMeta = envelope["typeMeta"] as JsonObject ?? [];
        var kind = (string?)typeMeta["kind"] ?? "";
        if (!Messages.ContainsKey(kind))
        {
            throw new ApiException(415, "UnsupportedMediaType", $"{kind} can be sent as application/json or application/yaml only");
        }

        var result = new JsonObject { ["kind"] = kind, ["apiVersion"] = typeMeta["apiVersion"]?.DeepClone() };
        foreach (var (name, value) in ReadMessage(kind, raw, ref raw))
        {
            result[name] = value?.DeepClone();
        }

        return result;
    }

    private static JsonObject ReadMessage(string message, ReadOnlySpan<byte> bytes, ref byte[] raw)
    {
        var fields = Messages[message].Split(' ').Select(field => field.Split(':', '=')).ToDictionary(field => int.Parse(field[0], null));
        var result = new JsonObject();
        while (bytes.Length > 0)
        {
            var tag = ReadNumber(ref bytes);
            var content = ReadContent(ref bytes, (int)(tag & 7), out var number);
            if (!fields.TryGetValue((int)(tag >> 3), out var field))
            {
                continue;
            }

            if (field[1] == "raw")
            {
                raw = content.ToArray();
                continue;
            }

            Set(result, field[1], field.ElementAtOrDefault(2), content, number, ref raw);
        }

        return result;
    }

    private static void Set(JsonObject result, string name, string? holds, ReadOnlySpan<byte> content, ulong number, ref byte[] raw)
    {
        switch (holds)
        {
            case null when content.Length > 0:
                result[name] = Encoding.UTF8.GetString(content);
                break;
            case null:
                break;
            case "#":
                result[name] = (long)number;
                break;
            case "?":
                result[name] = number != 0;
                break;
            case "[]":
                var list = result[name] as JsonArray ?? [];
                list.Add(Encoding.UTF8.GetString(content));
                result[name] ??= list;
                break;
            case "{}":
                var map = result[name] as JsonObject ?? [];
                var entry = ReadEntry(content);
                map[entry.Key] = entry.Value;
                result[name] ??= map;
                break;
            case "|":
                var either = ReadMessage("IntOrString", content, ref raw);
                result[name] = (either["isText"] is JsonValue isText && (bool)isText ? either["text"] : either["number"])?.DeepClone() ?? 0;
                break;
            case ['*', .. var message]:
                var messages = result[name] as JsonArray ?? [];
                messages.Add((JsonNode)ReadMessage(message, content, ref raw));
                result[name] ??= messages;
                break;
            default:
                result[name] = ReadMessage(holds, content, ref raw);
                break;
        }
    }

    private static (string Key, string Value) ReadEntry(ReadOnlySpan<byte> bytes)
    {
        var (key, value) = ("", "");
        while (bytes.Length > 0)
        {
            var tag = ReadNumber(ref bytes);
            var text = Encoding.UTF8.GetString(ReadContent(ref bytes, (int)(tag & 7), out _));
            (key, value) = tag >> 3 == 1 ? (text, value) : (key, text);
        }

        return (key, value);
    }

    private static ReadOnlySpan<byte> ReadContent(ref ReadOnlySpan<byte> bytes, int wireType, out ulong number)
    {
        number = 0;
        switch (wireType)
        {
            case 0:
                number = ReadNumber(ref bytes);
                return [];
            case 1:
                number = BinaryPrimitives.ReadUInt64LittleEndian(Take(ref bytes, 8));
                return [];
            case 2:
                return Take(ref bytes, ReadNumber(ref bytes));
            case 5:
                number = BinaryPrimitives.ReadUInt32LittleEndian(Take(ref bytes, 4));
                return [];
            default:
                throw Malformed();
        }
    }

    private static ReadOnlySpan<byte> Take(ref ReadOnlySpan<byte> bytes, ulong count)
    {
        if (count > (ulong)bytes.Length)
        {
            throw Malformed();
        }

        var taken = bytes[..(int)count];
        bytes = bytes[(int)count..];
        return taken;
    }

    private static ulong ReadNumber(ref ReadOnlySpan<byte> bytes)
    {
        ulong number = 0;
        for (var shift = 0; shift < 64 && bytes.Length > 0; shift += 7)
        {
            var next = bytes[0];
            bytes = bytes[1..];
            number |= (ulong)(next & 0x7f) << shift;
            if (next < 0x80)
            {
                return number;
            }
        }

        throw Malformed();
    }

    private static ApiException Malformed() => ApiException.BadRequest("the body of the request is no protobuf in the API's envelope");
}
