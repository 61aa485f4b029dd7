using System.Management.Automation;

namespace PodTools.Views;

/// <summary>
/// The colours of <c>$PSStyle</c>, as the user has set them; none where output goes to a file or another program, unless
/// the user asks for them by <c>$PSStyle.OutputRendering</c>. Within a pipeline PowerShell takes them out by itself.
/// </summary>
internal static class ViewStyle
{
    private const string Reset = "\u001b[0m";
    private const string Dim = "\u001b[2m";

    /// <summary>The engine's one PSStyle; null outside the engine, and then nothing is coloured.</summary>
    private static readonly object? Style = typeof(PSObject).Assembly
        .GetType("System.Management.Automation.PSStyle")?.GetProperty("Instance")?.GetValue(null);

    /// <summary>Marks something that is wrong.</summary>
    /// <param name="text">The text.</param>
    public static string Error(string text) => Paint(Formatting("Error"), text);

    /// <summary>Marks something to look at.</summary>
    /// <param name="text">The text.</param>
    public static string Warning(string text) => Paint(Formatting("Warning"), text);

    /// <summary>Marks something that comes in.</summary>
    /// <param name="text">The text.</param>
    public static string Added(string text) => Paint(Formatting("FormatAccent"), text);

    /// <summary>Marks something that is over.</summary>
    /// <param name="text">The text.</param>
    public static string Faint(string text) => Paint(Dim, text);

    /// <summary>Colours the state of a pod by its health.</summary>
    /// <param name="state">The state.</param>
    /// <param name="health">The health.</param>
    public static string ByHealth(string state, PodHealth health) => health switch
    {
        PodHealth.Unhealthy => Error(state),
        PodHealth.Progressing => Warning(state),
        PodHealth.Completed => Faint(state),
        _ => state,
    };

    private static string? Formatting(string name)
    {
        var formatting = Style?.GetType().GetProperty("Formatting")?.GetValue(Style);
        return formatting?.GetType().GetProperty(name)?.GetValue(formatting) as string;
    }

    private static bool IsPlain => Style?.GetType().GetProperty("OutputRendering")?.GetValue(Style)?.ToString() switch
    {
        null or "PlainText" => true,
        "Ansi" => false,
        _ => Console.IsOutputRedirected,
    };

    private static string Paint(string? colour, string text) => string.IsNullOrEmpty(colour) || IsPlain ? text : colour + text + Reset;
}
