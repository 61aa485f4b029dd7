namespace PodTools.Schema;

/// <summary>Reads the generated table of types and fields, whose form <c>Build/ModelGenerator</c> defines.</summary>
internal static class SchemaTable
{
    private const string ResourceName = "ApiSchema.txt";

    /// <summary>Reads all types.</summary>
    public static IEnumerable<SchemaType> Read()
    {
        using var stream = typeof(SchemaTable).Assembly.GetManifestResourceStream(ResourceName)
            ?? throw new InvalidOperationException($"The assembly lacks its resource {ResourceName}.");
        using var reader = new StreamReader(stream);
        return [.. Read(reader)];
    }

    private static IEnumerable<SchemaType> Read(StreamReader reader)
    {
        string[]? head = null;
        var fields = new List<SchemaField>();
        while (reader.ReadLine() is { } line)
        {
            if (line.StartsWith('#'))
            {
                continue;
            }

            var words = line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
            if (line.StartsWith(' '))
            {
                fields.Add(FieldOf(head![0], words));
                continue;
            }

            if (head is not null)
            {
                yield return TypeOf(head, fields);
            }

            (head, fields) = (words, []);
        }

        yield return TypeOf(head!, fields);
    }

    private static SchemaType TypeOf(string[] words, List<SchemaField> fields) =>
        new(words[0], Fact(words, "version"), words.Contains("atomic"), fields);

    private static SchemaField FieldOf(string owner, string[] words)
    {
        var type = words[1];
        var name = type[(type.LastIndexOf(']') + 1)..];
        return new SchemaField
        {
            Owner = owner,
            Name = words[0],
            Kind = KindOf(name),
            TypeName = name,
            IsMap = type.StartsWith("map[string]", StringComparison.Ordinal),
            IsList = type.EndsWith("[]" + name, StringComparison.Ordinal),
            Required = words.Contains("required"),
            Default = Fact(words, "default"),
            ListType = Fact(words, "list"),
            ListMapKeys = Fact(words, "keys")?.Split(',') ?? [],
            PatchStrategy = Fact(words, "patch"),
            PatchMergeKey = Fact(words, "patchKey"),
        };
    }

    private static string? Fact(string[] words, string name) =>
        words.FirstOrDefault(word => word.StartsWith(name + "=", StringComparison.Ordinal))?[(name.Length + 1)..];

    private static SchemaKind KindOf(string name) => name switch
    {
        "string" => SchemaKind.String,
        "int32" => SchemaKind.Int32,
        "int64" => SchemaKind.Int64,
        "boolean" => SchemaKind.Boolean,
        "Quantity" => SchemaKind.Quantity,
        "IntOrString" => SchemaKind.IntOrString,
        "Time" => SchemaKind.Time,
        "MicroTime" => SchemaKind.MicroTime,
        "FieldsV1" or "RawExtension" => SchemaKind.Any,
        _ => SchemaKind.Object,
    };
}
