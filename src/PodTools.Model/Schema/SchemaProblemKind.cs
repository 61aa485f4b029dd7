namespace PodTools.Schema;

/// <summary>What is wrong with a field as far as the schema goes.</summary>
public enum SchemaProblemKind
{
    /// <summary>The type has no field of this name.</summary>
    UnknownField,

    /// <summary>The field stands twice in the text; the last value counts.</summary>
    DuplicateField,

    /// <summary>The value has another type than the field.</summary>
    WrongType,
}
