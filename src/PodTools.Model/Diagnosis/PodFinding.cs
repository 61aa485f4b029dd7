namespace PodTools;

/// <summary>One link in the chain of a diagnosis.</summary>
/// <param name="Source">What says so, such as <c>container web</c>, <c>event BackOff</c> or <c>log of web</c>.</param>
/// <param name="Text">What it says.</param>
/// <param name="Time">When that was; null when it is not known.</param>
public sealed record PodFinding(string Source, string Text, DateTimeOffset? Time = null)
{
    /// <summary>The source and the text.</summary>
    public override string ToString() => $"{Source}: {Text}";
}
