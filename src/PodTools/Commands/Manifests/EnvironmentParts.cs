using System.Collections;
using System.Management.Automation;
using PodTools.Pipeline;

namespace PodTools.Commands;

/// <summary>Makes environment variables of what users write: values, and short forms of where values come from.</summary>
internal static class EnvironmentParts
{
    private const string ConfigMap = "configMap";
    private const string Secret = "secret";

    /// <summary>The variables of a hashtable.</summary>
    /// <param name="table">Names with values, or with tables that say where the values come from; null for none.</param>
    /// <exception cref="PodCommandException">A table makes no sense.</exception>
    public static IEnumerable<EnvVar> Variables(IDictionary? table) => (table ?? new Hashtable()).Cast<DictionaryEntry>().Select(entry =>
        ManifestInput.Unwrap(entry.Value) is IDictionary source
            ? new EnvVar { Name = Tables.TextOf(entry.Key), ValueFrom = SourceOf(source) }
            : new EnvVar { Name = Tables.TextOf(entry.Key), Value = Tables.TextOf(entry.Value) });

    /// <summary>An object whose entries all become variables.</summary>
    /// <param name="text">Its kind and name, as <c>configMap/app</c> or <c>secret/db</c>.</param>
    /// <exception cref="PodCommandException">It is neither.</exception>
    public static EnvFromSource Source(string text) => Split(text) switch
    {
        var (kind, name) when Is(kind, ConfigMap) => new EnvFromSource { ConfigMapRef = new ConfigMapEnvSource { Name = name } },
        var (kind, name) when Is(kind, Secret) => new EnvFromSource { SecretRef = new SecretEnvSource { Name = name } },
        _ => throw Unclear(text, "Write configMap/<name> or secret/<name>."),
    };

    private static EnvVarSource SourceOf(IDictionary table)
    {
        var entries = Tables.ToText(table);
        if (entries.Count != 1)
        {
            return Tables.ToModel<EnvVarSource>(table, "-Env");
        }

        var (kind, text) = entries.First();
        return kind switch
        {
            _ when Is(kind, Secret) => new EnvVarSource { SecretKeyRef = KeyOf(text, (name, key) => new SecretKeySelector { Name = name, Key = key }) },
            _ when Is(kind, ConfigMap) => new EnvVarSource { ConfigMapKeyRef = KeyOf(text, (name, key) => new ConfigMapKeySelector { Name = name, Key = key }) },
            _ when Is(kind, "field") => new EnvVarSource { FieldRef = new ObjectFieldSelector { FieldPath = text } },
            _ when Is(kind, "resource") => new EnvVarSource { ResourceFieldRef = new ResourceFieldSelector { Resource = text } },
            _ => Tables.ToModel<EnvVarSource>(table, "-Env"),
        };
    }

    private static T KeyOf<T>(string text, Func<string, string, T> make) => Split(text) is ({ Length: > 0 } name, { Length: > 0 } key)
        ? make(name, key)
        : throw Unclear(text, "Write the name of the object and the key in it, as db/password.");

    private static (string Before, string After) Split(string text)
    {
        var slash = text.IndexOf('/', StringComparison.Ordinal);
        return slash < 0 ? ("", text) : (text[..slash], text[(slash + 1)..]);
    }

    private static bool Is(string kind, string wanted) => string.Equals(kind, wanted, StringComparison.OrdinalIgnoreCase);

    private static PodCommandException Unclear(string text, string advice) =>
        new("EnvironmentSourceInvalid", ErrorCategory.InvalidArgument, $"'{text}' is no source of environment variables.", advice);
}
