namespace PodTools.Selectors;

/// <summary>How a requirement of a label selector compares.</summary>
public enum LabelOperator
{
    /// <summary><c>key=value</c>.</summary>
    Equals,

    /// <summary><c>key!=value</c>: also met by objects without the label.</summary>
    NotEquals,

    /// <summary><c>key in (a,b)</c>.</summary>
    In,

    /// <summary><c>key notin (a,b)</c>: also met by objects without the label.</summary>
    NotIn,

    /// <summary><c>key</c>: the label is there, whatever its value.</summary>
    Exists,

    /// <summary><c>!key</c>: the label is not there.</summary>
    DoesNotExist,

    /// <summary><c>key&gt;5</c>: the label is a whole number and greater.</summary>
    GreaterThan,

    /// <summary><c>key&lt;5</c>: the label is a whole number and smaller.</summary>
    LessThan,
}
