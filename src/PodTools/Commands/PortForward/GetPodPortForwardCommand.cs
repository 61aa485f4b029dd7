using System.Management.Automation;
using PodTools.Pipeline;

namespace PodTools.Commands;

/// <summary>Gets the ports that this process forwards.</summary>
/// <remarks>The counters of a session are those of the moment at which they are read.</remarks>
/// <example>
/// <code>Get-PodPortForward</code>
/// <para>Lists all sessions.</para>
/// </example>
/// <example>
/// <code>Get-PodPortForward -LocalPort 8888 | Stop-PodPortForward</code>
/// <para>Releases a port.</para>
/// </example>
/// <seealso cref="StartPodPortForwardCommand"/>
/// <seealso cref="StopPodPortForwardCommand"/>
/// <seealso>about_PodTools_Streams</seealso>
[Cmdlet(VerbsCommon.Get, "PodPortForward")]
[OutputType(typeof(PodPortForward))]
public sealed class GetPodPortForwardCommand : PodCmdlet
{
    /// <summary>The local ports. Without it: all.</summary>
    [Parameter(Position = 0)]
    public int[] LocalPort { get; set; } = [];

    /// <summary>The names of the pods that are forwarded to; wildcards are allowed.</summary>
    [Parameter]
    [SupportsWildcards]
    public string[] Pod { get; set; } = [];

    /// <inheritdoc/>
    protected override Task ProcessAsync(IPipeline pipeline, CancellationToken stop)
    {
        var patterns = Pod.Select(name => new NamePattern(name)).ToList();
        foreach (var session in PortForwards.All)
        {
            if ((LocalPort.Length == 0 || LocalPort.Contains(session.LocalPort)) && (patterns.Count == 0 || patterns.Any(pattern => pattern.IsMatch(session.Pod))))
            {
                pipeline.Write(session);
            }
        }

        return Task.CompletedTask;
    }
}
