namespace PodTools.Validation;

/// <summary>The reasons that the API server gives for the causes of a 422 answer.</summary>
public static class FieldErrorType
{
    /// <summary>A value is missing.</summary>
    public const string Required = "FieldValueRequired";

    /// <summary>A value breaks a rule.</summary>
    public const string Invalid = "FieldValueInvalid";

    /// <summary>A value that must be unique stands twice.</summary>
    public const string Duplicate = "FieldValueDuplicate";

    /// <summary>A value is none of those that are allowed.</summary>
    public const string NotSupported = "FieldValueNotSupported";

    /// <summary>A field may not be set or changed here.</summary>
    public const string Forbidden = "FieldValueForbidden";

    /// <summary>A name refers to something that is not there.</summary>
    public const string NotFound = "FieldValueNotFound";

    /// <summary>A value is too long.</summary>
    public const string TooLong = "FieldValueTooLong";
}
