namespace PodTools.Selectors;

/// <summary>A selector is not written as the API takes it; the message is the API server's own.</summary>
public sealed class SelectorSyntaxException : FormatException
{
    /// <summary>Makes the error.</summary>
    /// <param name="selector">The whole selector.</param>
    /// <param name="message">What is wrong with it, in the words of the API server.</param>
    public SelectorSyntaxException(string selector, string message)
        : base(message)
    {
        Selector = selector;
    }

    /// <summary>The whole selector.</summary>
    public string Selector { get; }
}
