namespace PodTools.Tests.Faults;

/// <summary>What a cmdlet did under a fault.</summary>
/// <param name="Result">What it emitted.</param>
/// <param name="Error">The id of its first error; null for none.</param>
/// <param name="Message">That error's message.</param>
/// <param name="Sent">How many of the requests that count it sent.</param>
/// <param name="Done">How many of these the cluster carried out.</param>
internal sealed record FaultOutcome(string Result, string? Error, string? Message, int Sent, int Done)
{
    /// <summary>The line of the table.</summary>
    public string Describe(string name, FaultOutcome usual)
    {
        var end = Error ?? (Result == usual.Result ? "same result" : $"other result: {Result}");
        return $"  {name,-22} {end,-24} sent {Sent}, carried out {Done}";
    }
}
