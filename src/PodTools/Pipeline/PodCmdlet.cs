using System.ComponentModel;
using System.Management.Automation;
using System.Runtime.CompilerServices;
using PodTools.Jobs;
using PodTools.Kubernetes;

namespace PodTools.Pipeline;

/// <summary>
/// The base of all cmdlets: their bodies are asynchronous and speak to an <see cref="IPipeline"/>, whatever runs them.
/// While a body awaits, the pipeline's thread executes what the body continues with, so a body needs no locks.
/// </summary>
public abstract class PodCmdlet : PSCmdlet, IDisposable
{
    private readonly PipelinePump _pump = new();
    private readonly HashSet<string> _switches = new(StringComparer.Ordinal);
    private IPipeline? _engine;
    private IPipeline? _pipeline;
    private RequestTrace? _trace;
    private PodCmdlet? _origin;
    private PodJob? _job;
    private bool _becomesJob;

    /// <summary>Whether something is piped in, be it an empty collection.</summary>
    private protected bool ExpectsInput => Invocation?.ExpectingInput == true;

    /// <summary>How the user called this; null outside PowerShell.</summary>
    private protected InvocationInfo? Invocation => _origin is null ? MyInvocation : _origin.Invocation;

    /// <summary>How long each request may take that this cmdlet sends; null for what the connection says.</summary>
    private protected virtual TimeSpan? RequestLimit => null;

    /// <summary>Turns a switch on where there is no engine to do it: the engine's own type holds nothing there.</summary>
    /// <param name="name">The parameter's name.</param>
    /// <returns>This cmdlet.</returns>
    [EditorBrowsable(EditorBrowsableState.Never)]
    public PodCmdlet With(string name)
    {
        _switches.Add(name);
        return this;
    }

    /// <summary>Releases what still runs.</summary>
    public void Dispose()
    {
        Dispose(disposing: true);
        GC.SuppressFinalize(this);
    }

    /// <summary>Starts the cmdlet on a pipeline. This, <see cref="Process"/> and <see cref="End"/> return without a word when <see cref="Stop"/> is called.</summary>
    /// <param name="pipeline">Where its output goes; called on this thread only.</param>
    internal void Begin(IPipeline pipeline)
    {
        _engine = pipeline;
        _pipeline = new PumpedPipeline(pipeline, _pump);
        _trace = new RequestTrace(line => _pump.Tell(() => pipeline.Debug(line)), sentence => _pump.Tell(() => pipeline.Verbose(sentence)));
        Run(BeginAsync);
    }

    /// <summary>Runs the body for the input bound last.</summary>
    internal void Process() => Run(ProcessAsync);

    /// <summary>Ends the cmdlet after its last input.</summary>
    internal void End() => Run(EndAsync);

    /// <summary>Stops the cmdlet; may be called from any thread.</summary>
    internal void Stop() => _pump.Stop();

    /// <summary>Goes on in place of a cmdlet whose pipeline is about to end.</summary>
    /// <param name="from">That cmdlet.</param>
    /// <param name="engine">Its pipeline.</param>
    /// <returns>Where this one works, for people.</returns>
    internal string TakeOver(PodCmdlet from, IPipeline engine)
    {
        _origin = from;
        return LeaveSession(engine);
    }

    /// <summary>Looks up what belongs to the session, before this goes on as a job that must not notice how the session changes.</summary>
    /// <param name="engine">The pipeline that is left.</param>
    /// <returns>Where this cmdlet works, for people.</returns>
    private protected virtual string LeaveSession(IPipeline engine) => "";

    /// <summary>Runs before the first input: checks parameters before anything is asked of a cluster.</summary>
    /// <param name="pipeline">The way out.</param>
    /// <param name="stop">Cancelled when the pipeline stops.</param>
    /// <returns>The running work.</returns>
    protected virtual Task BeginAsync(IPipeline pipeline, CancellationToken stop) => Task.CompletedTask;

    /// <summary>Runs for each object from the pipeline, or once when nothing is piped in.</summary>
    /// <param name="pipeline">The way out.</param>
    /// <param name="stop">Cancelled when the pipeline stops.</param>
    /// <returns>The running work.</returns>
    protected virtual Task ProcessAsync(IPipeline pipeline, CancellationToken stop) => Task.CompletedTask;

    /// <summary>Runs after the last input.</summary>
    /// <param name="pipeline">The way out.</param>
    /// <param name="stop">Cancelled when the pipeline stops.</param>
    /// <returns>The running work.</returns>
    protected virtual Task EndAsync(IPipeline pipeline, CancellationToken stop) => Task.CompletedTask;

    /// <summary>Whether a switch was given.</summary>
    /// <param name="value">The parameter.</param>
    /// <param name="name">Its name, from the expression.</param>
    /// <returns>True when it is on.</returns>
    protected bool On(SwitchParameter value, [CallerArgumentExpression(nameof(value))] string name = "") =>
        value.IsPresent || _switches.Contains(name);

    /// <summary>Releases what still runs.</summary>
    /// <param name="disposing">Always true: there is nothing unmanaged.</param>
    protected virtual void Dispose(bool disposing)
    {
        _pump.Dispose();
        _job?.Dispose();
    }

    /// <inheritdoc/>
    protected sealed override void BeginProcessing()
    {
        SetSpelling.Correct(this);
        var engine = new EnginePipeline(this);
        if (this is IJobCmdlet { AsJob.IsPresent: false, JobName: not null })
        {
            engine.Terminate(ErrorRecords.From(
                new PodCommandException("AsJobMissing", ErrorCategory.InvalidArgument, "Only a job has a name.", "Give -AsJob as well, or leave out -JobName."), target: null));
        }

        _becomesJob = this is IJobCmdlet { AsJob.IsPresent: true } && !engine.WhatIf;
        if (!_becomesJob)
        {
            Begin(engine);
        }
        else if (engine.ShouldProcess(MyInvocation.Line.Trim(), "Run as a job"))
        {
            // Now, since a job has nobody to ask.
            _job = PodJob.Start(this, engine, MyInvocation.Line.Trim(), ((IJobCmdlet)this).JobName);
        }
    }

    /// <inheritdoc/>
    protected sealed override void ProcessRecord()
    {
        if (_becomesJob)
        {
            _job?.Take(this);
        }
        else
        {
            Process();
        }
    }

    /// <inheritdoc/>
    protected sealed override void EndProcessing()
    {
        if (!_becomesJob)
        {
            End();
        }
        else if (_job is { } job)
        {
            _job = null;
            job.EndInput();
            JobRepository.Add(job);
            WriteObject(job);
        }
    }

    /// <inheritdoc/>
    protected sealed override void StopProcessing()
    {
        Stop();
        _job?.StopJob();
    }

    private void Run(Func<IPipeline, CancellationToken, Task> body)
    {
        var pipeline = _pipeline ?? throw new InvalidOperationException("The cmdlet has not begun.");
        try
        {
            using var limit = RequestTimeLimit.Use(RequestLimit);
            using var trace = RequestTrace.Use(_trace);
            _pump.Run(stop => body(pipeline, stop));
        }
        catch (OperationCanceledException) when (_pump.Stopping.IsCancellationRequested)
        {
            // Whoever stopped this knows.
        }
        catch (Exception exception) when (!_pump.IsEnding(exception))
        {
            _engine!.Terminate(ErrorRecords.From(exception, target: null));
        }
    }
}
