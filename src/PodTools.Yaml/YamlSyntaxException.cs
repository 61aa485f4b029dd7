namespace PodTools.Yaml;

/// <summary>A text is not YAML, or is YAML that no API server would take. The message says what to do.</summary>
public sealed class YamlSyntaxException : FormatException
{
    /// <summary>Makes the exception.</summary>
    /// <param name="message">What is wrong and what to do, without the position.</param>
    /// <param name="position">Where it is wrong.</param>
    /// <param name="inner">The parser's own exception.</param>
    public YamlSyntaxException(string message, SourcePosition position, Exception? inner = null)
        : base(message, inner) => Position = position;

    /// <summary>Where the text is wrong.</summary>
    public SourcePosition Position { get; }

    /// <summary>The line, from 1.</summary>
    public int Line => Position.Line;

    /// <summary>The column, from 1.</summary>
    public int Column => Position.Column;
}
