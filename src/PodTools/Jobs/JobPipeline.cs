using System.Diagnostics.CodeAnalysis;
using System.Management.Automation;
using PodTools.Pipeline;

namespace PodTools.Jobs;

/// <summary>The streams of a job. Takes calls of one thread at a time.</summary>
/// <param name="job">The job.</param>
/// <param name="source">The type of the cmdlet, which the engine adds to the ids of errors that it reports itself.</param>
/// <param name="engine">The pipeline that the job is begun in: it knows the paths of the session, and what ends the beginning ends it.</param>
internal sealed class JobPipeline(Job job, Type source, IPipeline engine) : IPipeline
{
    private IPipeline? _engine = engine;

    /// <summary>Whether an error was reported.</summary>
    public bool HasFailed { get; private set; }

    /// <inheritdoc/>
    public bool WhatIf => false;

    /// <inheritdoc/>
    public bool MayAsk => false;

    /// <summary>From here on another thread works for the job, and the session may change.</summary>
    public void Leave() => _engine = null;

    /// <inheritdoc/>
    public void Write(object value) => job.Output.Add(PSObject.AsPSObject(value));

    /// <inheritdoc/>
    public void Write(object value, string view)
    {
        var shown = PSObject.AsPSObject(value);
        shown.TypeNames.Insert(0, view);
        job.Output.Add(shown);
    }

    /// <inheritdoc/>
    public void WriteError(PodError error)
    {
        HasFailed = true;
        job.Error.Add((error with { Id = $"{error.Id},{source.FullName}" }).ToRecord());
    }

    /// <inheritdoc/>
    [DoesNotReturn]
    public void Terminate(PodError error)
    {
        _engine?.Terminate(error);
        WriteError(error);
        throw new JobEndException();
    }

    /// <inheritdoc/>
    public void Warn(string message) => job.Warning.Add(new WarningRecord(message));

    /// <inheritdoc/>
    public void Verbose(string message) => job.Verbose.Add(new VerboseRecord(message));

    /// <inheritdoc/>
    public void Debug(string message) => job.Debug.Add(new DebugRecord(message));

    /// <summary>Does nothing: by the time a job ends, the session's last program is another one.</summary>
    public void SetExitCode(int? code)
    {
    }

    /// <inheritdoc/>
    public void Progress(PodProgress progress) => job.Progress.Add(progress.ToRecord(job.Id));

    /// <summary>Always true: the user was asked before the job began.</summary>
    public bool ShouldProcess(string target, string action, bool ask = true) => true;

    /// <summary>Always false: nobody can answer.</summary>
    public bool ShouldContinue(string question, string caption) => false;

    /// <inheritdoc/>
    public IReadOnlyList<string> ResolvePath(string path, bool literal) => Session.ResolvePath(path, literal);

    /// <inheritdoc/>
    public string FullPath(string path) => Path.IsPathFullyQualified(path) ? path : Session.FullPath(path);

    private IPipeline Session => _engine ?? throw new InvalidOperationException("A job resolves its paths when it begins.");
}
