using System.Diagnostics.CodeAnalysis;

namespace PodTools.Pipeline;

/// <summary>
/// The only way out of a cmdlet's body: in PowerShell the engine, in tests and in the tour a recorder.
/// Members may be called from any thread; each call takes effect on the pipeline's own thread before it returns.
/// </summary>
public interface IPipeline
{
    /// <summary>Whether <c>-WhatIf</c> is on, so that every change will be answered with no and is only to be told.</summary>
    bool WhatIf { get; }

    /// <summary>Whether questions may be put to the user: not with <c>-Confirm:$false</c>, nor where <c>$ConfirmPreference</c> is None.</summary>
    bool MayAsk { get; }

    /// <summary>Hands one object to the next command. Returns when that command has taken it, which is the back-pressure.</summary>
    /// <param name="value">The object, never a collection to unroll.</param>
    void Write(object value);

    /// <summary>Hands several objects to the next command, one after the other, at less cost for each.</summary>
    /// <param name="values">The objects, none of which is a collection to unroll.</param>
    void WriteEach(IReadOnlyList<object> values)
    {
        foreach (var value in values)
        {
            Write(value);
        }
    }

    /// <summary>Emits an object that is shown by another view than others of its type, unless the user asks for one.</summary>
    /// <param name="value">The object.</param>
    /// <param name="view">The type name that the view is selected by. Only shells have views.</param>
    void Write(object value, string view) => Write(value);

    /// <summary>Reports a failure that does not end the command.</summary>
    /// <param name="error">What failed, with its id, target and advice.</param>
    void WriteError(PodError error);

    /// <summary>Ends the command with a failure.</summary>
    /// <param name="error">What failed.</param>
    [DoesNotReturn]
    void Terminate(PodError error);

    /// <summary>Writes to the warning stream.</summary>
    /// <param name="message">A full sentence.</param>
    void Warn(string message);

    /// <summary>Writes to the verbose stream.</summary>
    /// <param name="message">A full sentence without secrets.</param>
    void Verbose(string message);

    /// <summary>Writes to the debug stream.</summary>
    /// <param name="message">A full sentence without secrets.</param>
    void Debug(string message);

    /// <summary>Tells scripts how the program ended that ran in place of the command, as <c>$LASTEXITCODE</c> does.</summary>
    /// <param name="code">Its exit code; null when that is not known.</param>
    void SetExitCode(int? code);

    /// <summary>Shows how far a long work is.</summary>
    /// <param name="progress">The state to show in place of the one shown before.</param>
    void Progress(PodProgress progress);

    /// <summary>Asks whether a change is to be made, as <c>-WhatIf</c> and <c>-Confirm</c> decide.</summary>
    /// <param name="target">What would be changed.</param>
    /// <param name="action">What would be done to it.</param>
    /// <param name="ask">False for <c>-Force</c>: nothing is asked, but <c>-WhatIf</c> still only tells.</param>
    /// <returns>False when the change must not be made.</returns>
    bool ShouldProcess(string target, string action, bool ask = true);

    /// <summary>Asks a question whatever the confirm preference is.</summary>
    /// <param name="question">The question.</param>
    /// <param name="caption">Its title.</param>
    /// <returns>True when the answer is yes.</returns>
    bool ShouldContinue(string question, string caption);

    /// <summary>Finds the existing files and folders that a path names.</summary>
    /// <param name="path">A path, relative to the session's current location.</param>
    /// <param name="literal">True when wildcard characters stand for themselves.</param>
    /// <returns>Full paths of the file system; none when nothing matches.</returns>
    /// <exception cref="InvalidOperationException">The path lies outside the file system.</exception>
    IReadOnlyList<string> ResolvePath(string path, bool literal);

    /// <summary>Turns a path that need not exist into a full one.</summary>
    /// <param name="path">A path, relative to the session's current location.</param>
    /// <returns>The full path of the file system.</returns>
    /// <exception cref="InvalidOperationException">The path lies outside the file system.</exception>
    string FullPath(string path);
}
