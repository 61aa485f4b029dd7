namespace PodTools.Yaml;

/// <summary>A place in a text: both numbers count from 1, columns count characters (a tab is one). Both are 0 where there is no text.</summary>
/// <param name="Line">The line, from 1.</param>
/// <param name="Column">The column, from 1.</param>
public readonly record struct SourcePosition(int Line, int Column)
{
    /// <summary>The beginning of a text.</summary>
    public static SourcePosition Start { get; } = new(1, 1);

    /// <summary>No place at all: that of what never was a text.</summary>
    public static SourcePosition None { get; } = new(0, 0);

    /// <summary>The position as people write it: <c>line 4, column 2</c>.</summary>
    public override string ToString() => $"line {Line}, column {Column}";
}
