namespace PodTools.Kubernetes;

/// <summary>
/// Finds the program of a credential plugin in PATH. The framework would look into the current folder before that, where
/// anybody may have left a program of the same name.
/// </summary>
internal static class PluginProgram
{
    /// <summary>Finds a program.</summary>
    /// <param name="command">A name, or a full path, which is taken as it stands.</param>
    /// <returns>The full path; null when PATH has no such program.</returns>
    internal static string? Find(string command) => Path.IsPathRooted(command)
        ? command
        : List("PATH").Where(Path.IsPathFullyQualified)
            .SelectMany(folder => Endings(command).Select(ending => Path.Combine(folder, command + ending)))
            .FirstOrDefault(IsProgram);

    private static string[] Endings(string command) =>
        !OperatingSystem.IsWindows() ? [""] : Path.HasExtension(command) ? ["", .. List("PATHEXT")] : List("PATHEXT");

    private static bool IsProgram(string file) => File.Exists(file)
        && (OperatingSystem.IsWindows() || (File.GetUnixFileMode(file) & (UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute)) != 0);

    private static string[] List(string variable) =>
        (Environment.GetEnvironmentVariable(variable) ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
}
