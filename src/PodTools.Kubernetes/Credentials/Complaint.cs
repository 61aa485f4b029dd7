using System.Text.RegularExpressions;

namespace PodTools.Kubernetes;

/// <summary>
/// What a credential plugin says of its failure, for an error that may end in a log. Some quote what they sent or got, so
/// what looks like a token or a private key is left out.
/// </summary>
internal static partial class Complaint
{
    private const string LeftOut = "***";

    /// <summary>The complaint without what looks like a secret.</summary>
    /// <param name="text">What the plugin wrote to its standard error.</param>
    internal static string WithoutSecrets(string text) => Secret().Replace(text, LeftOut);

    // A JSON web token, what follows "Bearer", and a private key in PEM, whole or cut off.
    [GeneratedRegex(@"eyJ[\w-]+\.[\w-]+(\.[\w-]*)?|(?<=\bbearer\s+)[\w.~+/=-]{8,}|-----BEGIN [A-Z ]*PRIVATE KEY-----[\s\S]*?(-----END [A-Z ]*-----|$)", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Secret();
}
