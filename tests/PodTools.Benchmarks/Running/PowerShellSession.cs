using System.Diagnostics;
using System.Globalization;

namespace PodTools.Benchmarks;

/// <summary>Runs scripts, each in a PowerShell of its own that has imported the module.</summary>
/// <param name="pwsh">PowerShell.</param>
/// <param name="module">The module's manifest.</param>
internal sealed class PowerShellSession(Tool pwsh, string module)
{
    private const string Measured = "measured";

    /// <summary>Measures a part of a script: its time in the session, and the memory that it adds.</summary>
    /// <param name="cluster">The cluster that the session talks to.</param>
    /// <param name="prepare">What comes before, such as a first call that is not to count.</param>
    /// <param name="work">What is measured; what it emits is dropped.</param>
    /// <param name="stop">Kills PowerShell.</param>
    public async Task<Sample> MeasureAsync(string cluster, string prepare, string work, CancellationToken stop)
    {
        var script = $$"""
            {{prepare}}
            function Get-Peak { [Diagnostics.Process]::GetCurrentProcess().PeakWorkingSet64 }
            $before = Get-Peak
            $clock = [Diagnostics.Stopwatch]::StartNew()
            $null = . { {{work}} }
            "{{Measured}} {0} {1}" -f $clock.ElapsedTicks, ((Get-Peak) - $before)
            """;
        var output = await pwsh.ReadAsync(cluster, Arguments(script), stop);
        var numbers = output.Split('\n')[^1].Split(' ');
        return new(
            long.Parse(numbers[1], CultureInfo.InvariantCulture) / (double)Stopwatch.Frequency,
            long.Parse(numbers[2], CultureInfo.InvariantCulture));
    }

    /// <summary>Measures PowerShell from its start to its end, the import of the module included.</summary>
    /// <param name="cluster">The cluster that the session talks to.</param>
    /// <param name="work">What it does.</param>
    /// <param name="stop">Kills PowerShell.</param>
    public Task<Sample> MeasureFreshAsync(string cluster, string work, CancellationToken stop) => pwsh.MeasureAsync(cluster, Arguments(work), stop);

    /// <summary>Starts a script that runs until it is killed.</summary>
    /// <param name="cluster">The cluster that the session talks to.</param>
    /// <param name="script">The script.</param>
    public Process Start(string cluster, string script) => pwsh.Start(cluster, Arguments(script));

    private string[] Arguments(string script) =>
        ["-NoProfile", "-NonInteractive", "-Command", $"$ErrorActionPreference = 'Stop'; $ProgressPreference = 'SilentlyContinue'; Import-Module '{module}'; {script}"];
}
