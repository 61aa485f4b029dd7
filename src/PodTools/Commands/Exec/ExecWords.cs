using System.Management.Automation;
using PodTools.Pipeline;

namespace PodTools.Commands;

/// <summary>Checks the words of a command before anything runs.</summary>
internal static class ExecWords
{
    private const string EndOfParameters = "--";

    /// <summary>Refuses a command without a word.</summary>
    /// <param name="words">The words.</param>
    public static void Require(IReadOnlyList<string> words)
    {
        if (words.Count == 0)
        {
            throw new PodCommandException(
                "CommandMissing", ErrorCategory.InvalidArgument, "It was not said what to run.", "Give the command after the pod, as in: Invoke-PodExec web -- ls -l /tmp");
        }
    }

    /// <summary>
    /// Refuses words that look like parameters, unless the user has said where the parameters end: a misspelt parameter must not
    /// become a part of the command.
    /// </summary>
    /// <param name="words">The words that PowerShell could bind to no parameter.</param>
    /// <param name="invocation">How the user called the cmdlet; null outside PowerShell.</param>
    public static void RequireDashes(IEnumerable<string> words, InvocationInfo? invocation)
    {
        var dashed = words.FirstOrDefault(word => word.StartsWith('-'));
        if (dashed is not null && invocation is not null && !TextOf(invocation).Split().Contains(EndOfParameters))
        {
            throw new PodCommandException(
                "ParameterUnknown",
                ErrorCategory.InvalidArgument,
                $"'{dashed}' is no parameter of {invocation.MyCommand.Name}.",
                $"If it belongs to the command, write {EndOfParameters} before the command, or the command as -Command ls, -l.");
        }
    }

    /// <summary>Whether a parameter got its value by the place where that stands, without being named.</summary>
    /// <param name="parameter">The parameter's name.</param>
    /// <param name="invocation">How the user called the cmdlet; null outside PowerShell, where all is named.</param>
    public static bool AreByPosition(string parameter, InvocationInfo? invocation) =>
        invocation is not null
        && PSObject.AsPSObject(invocation.BoundParameters).Properties["BoundPositionally"]?.Value is IEnumerable<string> names
        && names.Contains(parameter, StringComparer.OrdinalIgnoreCase);

    /// <summary>The whole statement where this PowerShell knows it (7.4 and later), else its first line.</summary>
    private static string TextOf(InvocationInfo invocation) =>
        PSObject.AsPSObject(invocation).Properties["Statement"]?.Value as string is { Length: > 0 } statement ? statement : invocation.Line;
}
