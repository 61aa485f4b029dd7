using System.ComponentModel;
using System.Globalization;

namespace PodTools;

/// <summary>Lets PowerShell and others convert text and numbers to a value that can be parsed.</summary>
/// <typeparam name="T">The type of the value.</typeparam>
public sealed class ParsableConverter<T> : TypeConverter
    where T : IParsable<T>
{
    /// <inheritdoc/>
    public override bool CanConvertFrom(ITypeDescriptorContext? context, Type sourceType) =>
        sourceType == typeof(string) || sourceType.IsPrimitive || sourceType == typeof(decimal) || base.CanConvertFrom(context, sourceType);

    /// <inheritdoc/>
    public override object? ConvertFrom(ITypeDescriptorContext? context, CultureInfo? culture, object value) =>
        T.Parse(Convert.ToString(value, CultureInfo.InvariantCulture)!, CultureInfo.InvariantCulture);
}
