namespace PodTools.Simulator.Api.Input;

/// <summary>What happens to fields that the schema does not know and to keys that come twice.</summary>
internal enum FieldValidation
{
    /// <summary>They are dropped silently.</summary>
    Ignore,

    /// <summary>They are dropped, and each is a warning.</summary>
    Warn,

    /// <summary>The request is refused.</summary>
    Strict,
}
