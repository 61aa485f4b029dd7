using System.Management.Automation;
using PodTools.Pipeline;

namespace PodTools.Commands;

/// <summary>Stops forwarding ports and releases them at once.</summary>
/// <remarks>Connections that are open through the port are closed.</remarks>
/// <example>
/// <code>Stop-PodPortForward 8888</code>
/// <para>Releases the local port 8888.</para>
/// </example>
/// <example>
/// <code>Get-PodPortForward | Stop-PodPortForward</code>
/// <para>Stops all sessions of this process.</para>
/// </example>
/// <seealso cref="StartPodPortForwardCommand"/>
/// <seealso cref="GetPodPortForwardCommand"/>
/// <seealso>about_PodTools_Streams</seealso>
[Cmdlet(VerbsLifecycle.Stop, "PodPortForward", SupportsShouldProcess = true, DefaultParameterSetName = ByPort)]
[OutputType(typeof(void))]
public sealed class StopPodPortForwardCommand : PodCmdlet
{
    private const string ByPort = "ByPort";
    private const string BySession = "BySession";

    /// <summary>The local ports.</summary>
    [Parameter(Mandatory = true, Position = 0, ParameterSetName = ByPort)]
    public int[] LocalPort { get; set; } = [];

    /// <summary>Sessions, as Start-PodPortForward and Get-PodPortForward emit them.</summary>
    [Parameter(Mandatory = true, ParameterSetName = BySession, ValueFromPipeline = true)]
    [ValidateNotNull]
    public PodPortForward[] InputObject { get; set; } = [];

    /// <inheritdoc/>
    protected override Task ProcessAsync(IPipeline pipeline, CancellationToken stop)
    {
        foreach (var session in InputObject.Concat(LocalPort.SelectMany(port => Find(port, pipeline))))
        {
            if (pipeline.ShouldProcess(session.ToString(), "Stop forwarding"))
            {
                PortForwards.Stop(session);
            }
        }

        return Task.CompletedTask;
    }

    private static List<PodPortForward> Find(int port, IPipeline pipeline)
    {
        var found = PortForwards.All.Where(session => session.LocalPort == port).ToList();
        if (found.Count == 0)
        {
            pipeline.WriteError(ErrorRecords.From(
                new PodCommandException("PortForwardNotFound", ErrorCategory.ObjectNotFound, $"The local port {port} is not forwarded by this process.", "See Get-PodPortForward."),
                port));
        }

        return found;
    }
}
