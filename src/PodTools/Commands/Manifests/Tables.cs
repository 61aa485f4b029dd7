using System.Collections;
using System.Globalization;
using System.Management.Automation;
using System.Text.Json;
using PodTools.Manifests;
using PodTools.Pipeline;

namespace PodTools.Commands;

/// <summary>Makes parts of the model of the hashtables that users write.</summary>
internal static class Tables
{
    /// <summary>A map of texts, as labels, annotations and node selectors are.</summary>
    /// <param name="table">The hashtable; null for an empty map.</param>
    public static Dictionary<string, string> ToText(IDictionary? table)
    {
        var map = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (DictionaryEntry entry in table ?? new Hashtable())
        {
            map[TextOf(entry.Key)] = TextOf(entry.Value);
        }

        return map;
    }

    /// <summary>A map of quantities, as requests and limits are.</summary>
    /// <param name="table">The hashtable; null for an empty map.</param>
    /// <param name="parameter">What it was given as, for the error.</param>
    /// <exception cref="PodCommandException">A value is no quantity.</exception>
    public static Dictionary<string, Quantity> ToQuantities(IDictionary? table, string parameter) =>
        ToText(table).ToDictionary(entry => entry.Key, entry => ToQuantity(entry.Value, $"{parameter}, {entry.Key}"), StringComparer.Ordinal);

    /// <summary>A quantity.</summary>
    /// <param name="text">What the user wrote.</param>
    /// <param name="parameter">What it was given as, for the error.</param>
    /// <exception cref="PodCommandException">It is none.</exception>
    public static Quantity ToQuantity(string text, string parameter)
    {
        try
        {
            return Quantity.Parse(text);
        }
        catch (FormatException exception)
        {
            throw new PodCommandException("QuantityInvalid", ErrorCategory.InvalidArgument, $"{parameter}: {exception.Message}", cause: exception);
        }
    }

    /// <summary>An object of the model.</summary>
    /// <typeparam name="T">Its type.</typeparam>
    /// <param name="table">The hashtable, with the API's names as keys.</param>
    /// <param name="parameter">What it was given as, for the error.</param>
    /// <exception cref="PodCommandException">A value has the wrong type.</exception>
    public static T ToModel<T>(IDictionary table, string parameter)
    {
        try
        {
            return KubernetesJson.Deserialize<T>(ManifestTree.From(table, ManifestInput.Unwrap)!);
        }
        catch (JsonException exception)
        {
            throw new PodCommandException(
                "ManifestInvalid", ErrorCategory.InvalidData, $"{parameter} is no {typeof(T).Name}: {exception.Message}", "Get-PodSchema tells what may be written there.", exception);
        }
    }

    /// <summary>An object of the model, or null for none.</summary>
    /// <typeparam name="T">Its type.</typeparam>
    /// <param name="table">The hashtable, with the API's names as keys; null for none.</param>
    /// <param name="parameter">What it was given as, for the error.</param>
    /// <exception cref="PodCommandException">A value has the wrong type.</exception>
    public static T? ToModelOrNull<T>(IDictionary? table, string parameter)
        where T : class => table is null ? null : ToModel<T>(table, parameter);

    /// <summary>The text of a value as the API would write it.</summary>
    /// <param name="value">The value.</param>
    public static string TextOf(object? value) => ManifestInput.Unwrap(value) switch
    {
        bool flag => flag ? "true" : "false",
        var other => Convert.ToString(other, CultureInfo.InvariantCulture) ?? "",
    };
}
