using System.Collections.Concurrent;
using System.Management.Automation;
using PodTools.Pipeline;

namespace PodTools.Jobs;

/// <summary>
/// A cmdlet that goes on after its pipeline has ended. It is <see cref="JobState.Failed"/> when an error was reported, whether
/// or not that error ended it: whoever only looks at the state learns that not everything went well.
/// </summary>
internal sealed class PodJob : Job
{
    /// <summary>How many inputs wait at most before the pipeline that brings them is held up.</summary>
    private const int MostWaiting = 64;

    private readonly PodCmdlet _body;
    private readonly JobPipeline _pipeline;
    private readonly BlockingCollection<Action<PodCmdlet>> _input = new(MostWaiting);
    private readonly CancellationTokenSource _stop = new();
    private readonly object _gate = new();

    private PodJob(PodCmdlet cmdlet, IPipeline engine, string command, string? name)
        : base(command, name)
    {
        PSJobTypeName = nameof(PodJob);
        _body = CmdletCopy.Of(cmdlet);
        Location = _body.TakeOver(cmdlet, engine);
        _pipeline = new JobPipeline(this, cmdlet.GetType(), engine);
    }

    /// <inheritdoc/>
    public override string Location { get; }

    /// <inheritdoc/>
    public override string StatusMessage => JobStateInfo.State.ToString();

    /// <inheritdoc/>
    public override bool HasMoreData =>
        Output.IsOpen || Output.Count + Error.Count + Warning.Count + Verbose.Count + Debug.Count + Progress.Count > 0;

    private bool IsStopping => JobStateInfo.State == JobState.Stopping;

    /// <summary>Begins a job on the pipeline's thread: what is wrong with its parameters ends the pipeline, as it always does.</summary>
    /// <param name="cmdlet">The cmdlet as the engine has bound it.</param>
    /// <param name="engine">The pipeline that it is in.</param>
    /// <param name="command">The command as the user wrote it.</param>
    /// <param name="name">The name of the job; null for the one that PowerShell gives.</param>
    /// <returns>The running job; give it the input, and then <see cref="EndInput"/>.</returns>
    public static PodJob Start(PodCmdlet cmdlet, IPipeline engine, string command, string? name)
    {
        var job = new PodJob(cmdlet, engine, command, name);
        try
        {
            job._body.Begin(job._pipeline);
        }
        catch
        {
            job.End(JobState.Failed);
            job.Dispose();
            throw;
        }

        job._pipeline.Leave();
        job.SetJobState(JobState.Running);
        new Thread(job.Run) { IsBackground = true, Name = job.Name }.Start();
        return job;
    }

    /// <summary>Hands on what the pipeline has bound to the cmdlet; waits while the job has enough to do. A job that has ended takes nothing.</summary>
    /// <param name="cmdlet">The cmdlet.</param>
    public void Take(PodCmdlet cmdlet)
    {
        try
        {
            _input.Add(CmdletCopy.InputOf(cmdlet), _stop.Token);
        }
        catch (OperationCanceledException)
        {
            // What is still piped in has nobody to take it; the job's state tells why.
        }
    }

    /// <summary>Tells that all input has been given.</summary>
    public void EndInput() => _input.CompleteAdding();

    /// <summary>Stops the job as Ctrl+C stops its cmdlet, and returns when it has stopped.</summary>
    public override void StopJob()
    {
        lock (_gate)
        {
            if (!Output.IsOpen)
            {
                return;
            }

            SetJobState(JobState.Stopping);
        }

        _body.Stop();
        _stop.Cancel();
        Finished.WaitOne();
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            StopJob();
        }

        base.Dispose(disposing);
    }

    private void Run() => End(Work());

    private JobState Work()
    {
        try
        {
            foreach (var bind in _input.GetConsumingEnumerable(_stop.Token))
            {
                bind(_body);
                _body.Process();
            }

            _body.End();
        }
        catch (Exception) when (IsStopping)
        {
            // Stopped while it waited for input.
        }
        catch (JobEndException)
        {
            // The error that ended the cmdlet has been reported.
        }
        catch (Exception unforeseen)
        {
            _pipeline.WriteError(ErrorRecords.From(unforeseen, target: null));
        }

        return IsStopping ? JobState.Stopped
            : _pipeline.HasFailed ? JobState.Failed
            : JobState.Completed;
    }

    private void End(JobState state)
    {
        _body.Dispose();
        lock (_gate)
        {
            SetJobState(state);
        }

        _stop.Cancel();
    }
}
