using System.Management.Automation;

namespace PodTools.Views;

/// <summary>Prints a result as the command itself would have appeared.</summary>
public static class PodExecResultView
{
    /// <summary>The output, and what was written to standard error after it.</summary>
    /// <param name="instance">The result.</param>
    public static string Print(PSObject instance) => Print((PodExecResult)instance.BaseObject);

    internal static string Print(PodExecResult result)
    {
        var output = result.Output.TrimEnd('\r', '\n');
        var error = result.ErrorOutput.TrimEnd('\r', '\n');
        return (output.Length, error.Length) switch
        {
            (_, 0) => output,
            (0, _) => ViewStyle.Warning(error),
            _ => output + "\n" + ViewStyle.Warning(error),
        };
    }
}
