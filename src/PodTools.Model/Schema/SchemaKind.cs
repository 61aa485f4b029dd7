using System.Diagnostics.CodeAnalysis;

namespace PodTools.Schema;

/// <summary>What kind of JSON value a field holds.</summary>
[SuppressMessage("Naming", "CA1720", Justification = "These are the names of the API's types.")]
public enum SchemaKind
{
    /// <summary>Text.</summary>
    String,

    /// <summary>A whole number of 32 bits.</summary>
    Int32,

    /// <summary>A whole number of 64 bits.</summary>
    Int64,

    /// <summary><c>true</c> or <c>false</c>.</summary>
    Boolean,

    /// <summary>An amount of a resource: text or a number.</summary>
    Quantity,

    /// <summary>A whole number or text, such as a port.</summary>
    IntOrString,

    /// <summary>A time to the second, as text.</summary>
    Time,

    /// <summary>A time to the microsecond, as text.</summary>
    MicroTime,

    /// <summary>An object without fixed fields.</summary>
    Any,

    /// <summary>An object whose fields a <see cref="SchemaType"/> tells.</summary>
    Object,
}
