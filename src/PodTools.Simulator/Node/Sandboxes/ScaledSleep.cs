using System.Globalization;

namespace PodTools.Simulator.Node.Sandboxes;

/// <summary>
/// The <c>sleep</c> of containers in a cluster that lives faster than its clock: scripts that wait for ten seconds wait
/// for as much less as everything else does.
/// </summary>
internal static class ScaledSleep
{
    /// <summary>Where isolated containers find this machine's own.</summary>
    public const string OwnPath = "/run/podtools/sleep";

    /// <summary>The program's path on this machine, with links followed; null where it has none.</summary>
    public static string? ProgramPath { get; } = new[] { "/usr/bin/sleep", "/bin/sleep" }.FirstOrDefault(File.Exists);

    /// <summary>The script that stands in for it.</summary>
    /// <param name="speed">How many times faster the cluster lives.</param>
    public static string Script(double speed) =>
        $$"""
        #!/bin/sh
        case $1 in
          *[!0-9.]* | '') exec {{OwnPath}} "$@" ;;
        esac
        exec {{OwnPath}} "$(awk "BEGIN { printf \"%.3f\", $1 / {{speed.ToString(CultureInfo.InvariantCulture)}} }")"

        """;
}
