using System.Management.Automation;
using System.Management.Automation.Runspaces;

namespace PodTools.Completion;

/// <summary>Where the prompt is. A completer gets no session to ask, only the thread of one.</summary>
internal static class PromptLocation
{
    /// <summary>Resolves a path against the location of the prompt; a path that means nothing there stays as it is.</summary>
    /// <param name="path">The path, relative or full.</param>
    public static string FullPath(string path)
    {
        if (Path.IsPathFullyQualified(path) || Runspace.DefaultRunspace is null)
        {
            return Path.GetFullPath(path);
        }

        using var prompt = PowerShell.Create(RunspaceMode.CurrentRunspace);
        try
        {
            prompt.AddScript("param($path) $ExecutionContext.SessionState.Path.GetUnresolvedProviderPathFromPSPath($path)", useLocalScope: true).AddArgument(path);
            return prompt.Invoke<string>().FirstOrDefault() ?? path;
        }
        catch (RuntimeException)
        {
            // Such as a drive that does not exist. There is nothing to offer then, and a prompt is no place to say so.
            return path;
        }
    }
}
