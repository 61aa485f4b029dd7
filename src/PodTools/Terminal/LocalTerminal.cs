namespace PodTools.Terminal;

/// <summary>Finds the terminal of this process.</summary>
internal static class LocalTerminal
{
    /// <summary>Opens it.</summary>
    /// <returns>The terminal; null when input or output is a file or another program.</returns>
    public static ITerminal? Open()
    {
        if (Console.IsInputRedirected || Console.IsOutputRedirected)
        {
            return null;
        }

        return OperatingSystem.IsWindows() ? new WindowsTerminal() : new UnixTerminal();
    }
}
