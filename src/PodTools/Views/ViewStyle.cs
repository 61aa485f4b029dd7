using System.Management.Automation;

namespace PodTools.Views;

/// <summary>
/// The colours of <c>$PSStyle</c>, as the user has set them. PowerShell takes them out again where output is redirected or
/// the user wants none.
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

    /// <summary>Marks something that is over.</summary>
    /// <param name="text">The text.</param>
    public static string Faint(string text) => Paint(Style is null ? null : Dim, text);

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

    private static string Paint(string? colour, string text) => string.IsNullOrEmpty(colour) ? text : colour + text + Reset;
}
