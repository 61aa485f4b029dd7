using System.Management.Automation;
using PodTools.Completion;

namespace PodTools.Commands;

/// <summary>The base of cmdlets that run a command in one pod: the command stands after the pod's name, or alone where a pod is piped in.</summary>
public abstract class CommandInPodCmdlet : OnePodCmdlet
{
    /// <summary>The name of the pod. Where a pod is piped in, this is the first word of the command.</summary>
    [Parameter(Mandatory = true, Position = 0, ParameterSetName = ParameterSets.ByName)]
    [Parameter(Position = 0, ParameterSetName = ParameterSets.ByPod)]
    [ArgumentCompleter(typeof(PodNameCompleter))]
    [ValidateNotNullOrEmpty]
    public override string? Name { get; set; }

    /// <summary>The command and its arguments. Without it: a shell.</summary>
    [Parameter(Position = 1)]
    [ValidateNotNullOrEmpty]
    public string[] Command { get; set; } = [];

    /// <summary>The command as it was written.</summary>
    private protected string[] Words => Pod is not null && Name is not null ? [Name, .. Command] : Command;
}
