using System.Management.Automation;

namespace PodTools.Jobs;

/// <summary>A cmdlet that can go on as a job: all else is done by the base of the cmdlets.</summary>
public interface IJobCmdlet
{
    /// <summary>Whether it is to run as a job.</summary>
    SwitchParameter AsJob { get; }

    /// <summary>The name of the job; null for the one that PowerShell gives.</summary>
    string? JobName { get; }
}
