namespace PodTools.Selectors;

/// <summary>Cuts a label selector into its words and signs.</summary>
/// <param name="text">The selector.</param>
internal sealed class LabelTokens(string text)
{
    private const string Signs = "=!(),<>";
    private readonly Queue<string> _tokens = new(Cut(text));

    /// <summary>The next token, which stays; the empty text at the end.</summary>
    public string Peek() => _tokens.TryPeek(out var token) ? token : "";

    /// <summary>Takes the next token.</summary>
    public string Take() => _tokens.TryDequeue(out var token) ? token : "";

    /// <summary>Whether a token is a word, not a sign and not the end.</summary>
    public static bool IsWord(string token) => token.Length > 0 && !Signs.Contains(token[0]);

    private static IEnumerable<string> Cut(string text)
    {
        var start = 0;
        while (start < text.Length)
        {
            if (char.IsWhiteSpace(text[start]))
            {
                start++;
                continue;
            }

            var length = Signs.Contains(text[start]) ? SignLength(text, start) : WordLength(text, start);
            yield return text.Substring(start, length);
            start += length;
        }
    }

    private static int SignLength(string text, int start) =>
        text[start] is '=' or '!' && start + 1 < text.Length && text[start + 1] == '=' ? 2 : 1;

    private static int WordLength(string text, int start)
    {
        var end = start;
        while (end < text.Length && !char.IsWhiteSpace(text[end]) && !Signs.Contains(text[end]))
        {
            end++;
        }

        return end - start;
    }
}
