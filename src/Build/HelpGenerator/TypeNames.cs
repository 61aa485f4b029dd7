namespace PodTools.Build.Help;

/// <summary>How types are written in help: as short as a user of PowerShell may write them.</summary>
internal static class TypeNames
{
    /// <summary>The name of a type without its namespace.</summary>
    /// <param name="type">The type.</param>
    /// <returns>Its name, such as <c>String[]</c>.</returns>
    public static string Short(Type type) => type switch
    {
        { IsArray: true } => $"{Short(type.GetElementType()!)}[]",
        { IsGenericType: true } => $"{type.Name[..type.Name.IndexOf('`')]}[{string.Join(',', type.GetGenericArguments().Select(Short))}]",
        _ => type.Name,
    };

    /// <summary>The full name of a type.</summary>
    /// <param name="type">The type.</param>
    /// <returns>Its name, such as <c>PodTools.Pod</c>.</returns>
    public static string Full(Type type) => type.IsGenericType ? Short(type) : type.FullName!;

    /// <summary>The type of one object where several may be given.</summary>
    /// <param name="type">A type or an array of it.</param>
    /// <returns>The type of one.</returns>
    public static Type OfOne(Type type) => type.IsArray ? type.GetElementType()! : type;
}
