using System.Collections;
using System.Globalization;
using System.Management.Automation;
using System.Reflection;

namespace PodTools.Build.Help;

/// <summary>
/// Reads what the attributes of cmdlets say. They are read as data and never created: the engine's types that one compiles
/// against hold no values.
/// </summary>
internal static class CmdletReader
{
    /// <summary>Reads the cmdlets among some types.</summary>
    /// <param name="types">Any types.</param>
    /// <returns>The cmdlets, by name.</returns>
    public static IReadOnlyList<CmdletDefinition> Read(IEnumerable<Type> types) =>
        [.. types.Where(type => !type.IsAbstract && Find<CmdletAttribute>(type) is not null).Select(Read).OrderBy(cmdlet => cmdlet.Name, StringComparer.Ordinal)];

    private static CmdletDefinition Read(Type type)
    {
        var cmdlet = Find<CmdletAttribute>(type)!;
        var created = Activator.CreateInstance(type);
        List<ParameterDefinition> parameters = [.. type.GetProperties().Where(IsParameter).Select(property => Read(property, created))];
        if (Named(cmdlet, "SupportsShouldProcess", false))
        {
            parameters.Add(Added("WhatIf", "wi"));
            parameters.Add(Added("Confirm", "cf"));
        }

        (created as IDisposable)?.Dispose();
        var sets = parameters.SelectMany(parameter => parameter.Places).Select(place => place.Set).Where(set => set != ParameterPlace.AllSets);
        var first = Named<string?>(cmdlet, "DefaultParameterSetName", null);
        return new(type, (string)cmdlet.ConstructorArguments[0].Value!, (string)cmdlet.ConstructorArguments[1].Value!, parameters, OutputTypes(type))
        {
            ParameterSets = [.. sets.Distinct().OrderByDescending(set => set == first).DefaultIfEmpty(ParameterPlace.AllSets)],
        };
    }

    private static ParameterDefinition Read(PropertyInfo property, object? created)
    {
        var attributes = property.GetCustomAttributesData();
        var type = Nullable.GetUnderlyingType(property.PropertyType) ?? property.PropertyType;
        return new(property.Name, type, property, [.. attributes.Where(Is<ParameterAttribute>).Select(ReadPlace)])
        {
            Aliases = [.. attributes.Where(Is<AliasAttribute>).SelectMany(Texts)],
            Globbing = attributes.Any(Is<SupportsWildcardsAttribute>),
            PossibleValues = type.IsEnum ? Enum.GetNames(type) : [.. attributes.Where(Is<ValidateSetAttribute>).SelectMany(Texts)],
            Default = AsTyped(property.GetValue(created)),
        };
    }

    private static ParameterPlace ReadPlace(CustomAttributeData parameter)
    {
        var position = Named(parameter, "Position", int.MinValue);
        return new(
            Named(parameter, "ParameterSetName", ParameterPlace.AllSets),
            position == int.MinValue ? null : position,
            Named(parameter, "Mandatory", false),
            Named(parameter, "ValueFromPipeline", false),
            Named(parameter, "ValueFromPipelineByPropertyName", false));
    }

    private static ParameterDefinition Added(string name, string alias) =>
        new(name, typeof(SwitchParameter), null, [new(ParameterPlace.AllSets, null, false, false, false)]) { Aliases = [alias], Default = "False" };

    private static IReadOnlyList<Type> OutputTypes(Type type) =>
        [.. type.GetCustomAttributesData().Where(Is<OutputTypeAttribute>).SelectMany(Values).OfType<Type>()];

    private static string? AsTyped(object? value) => value switch
    {
        null or "" => null,
        string text => text,
        SwitchParameter => "False",
        IEnumerable values => string.Join(", ", values.Cast<object?>().Select(AsTyped)) is { Length: > 0 } list ? list : null,
        IFormattable number => number.ToString(null, CultureInfo.InvariantCulture),
        _ => value.ToString(),
    };

    private static bool IsParameter(PropertyInfo property) =>
        property.GetCustomAttributesData().Any(data => Is<ParameterAttribute>(data) && !Named(data, "DontShow", false));

    private static bool Is<T>(CustomAttributeData data) => data.AttributeType == typeof(T);

    private static CustomAttributeData? Find<T>(Type type) => type.GetCustomAttributesData().FirstOrDefault(Is<T>);

    private static T Named<T>(CustomAttributeData data, string name, T otherwise) =>
        data.NamedArguments.FirstOrDefault(argument => argument.MemberName == name).TypedValue.Value is T value ? value : otherwise;

    private static IEnumerable<string> Texts(CustomAttributeData data) => Values(data).OfType<string>();

    private static IEnumerable<object?> Values(CustomAttributeData data) => data.ConstructorArguments.SelectMany(argument =>
        argument.Value is IEnumerable<CustomAttributeTypedArgument> list ? list.Select(item => item.Value) : [argument.Value]);
}
