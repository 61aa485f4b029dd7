using System.Diagnostics.CodeAnalysis;

namespace PodTools.Pipeline;

/// <summary>
/// Runs cmdlets without PowerShell and keeps what they say. Use one for each run:
/// <c>var output = new RecordingPipeline().Run(new GetPodCommand { Name = ["web"] }).Output;</c>
/// </summary>
public sealed class RecordingPipeline : IPipeline
{
    private readonly object _gate = new();
    private readonly List<object> _output = [];
    private readonly List<PodError> _errors = [];
    private readonly List<string> _warnings = [];
    private readonly List<string> _verbose = [];
    private readonly List<string> _debug = [];
    private readonly List<string> _questions = [];
    private readonly List<PodProgress> _progress = [];

    /// <summary>What the cmdlet wrote, in order.</summary>
    public IReadOnlyList<object> Output => Snapshot(_output);

    /// <summary>The failures it reported; the last one may have ended it.</summary>
    public IReadOnlyList<PodError> Errors => Snapshot(_errors);

    /// <summary>Its warnings.</summary>
    public IReadOnlyList<string> Warnings => Snapshot(_warnings);

    /// <summary>Its verbose lines.</summary>
    public IReadOnlyList<string> VerboseLines => Snapshot(_verbose);

    /// <summary>Its debug lines.</summary>
    public IReadOnlyList<string> DebugLines => Snapshot(_debug);

    /// <summary>What it asked before a change, as <c>action: target</c>, and its other questions.</summary>
    public IReadOnlyList<string> Questions => Snapshot(_questions);

    /// <summary>The progress it showed.</summary>
    public IReadOnlyList<PodProgress> ProgressShown => Snapshot(_progress);

    /// <summary>The exit code that it told last; null for none.</summary>
    public int? ExitCode { get; private set; }

    /// <summary>The answer to all questions; with <see cref="WhatIf"/> it is no.</summary>
    public bool Answer { get; init; } = true;

    /// <inheritdoc/>
    public bool WhatIf { get; init; }

    /// <inheritdoc/>
    public bool MayAsk { get; init; } = true;

    /// <summary>What relative paths are relative to.</summary>
    public string Location { get; init; } = Environment.CurrentDirectory;

    /// <summary>Called with each object as it is written; an exception from it ends the cmdlet, as the engine would.</summary>
    public Action<object>? Written { get; init; }

    /// <summary>Runs a cmdlet that takes nothing from the pipeline.</summary>
    /// <param name="cmdlet">The cmdlet, its parameters set.</param>
    /// <param name="stop">Stops it, as Ctrl+C does.</param>
    /// <returns>This recorder, with what the cmdlet said.</returns>
    /// <exception cref="OperationCanceledException">It was stopped.</exception>
    public RecordingPipeline Run(PodCmdlet cmdlet, CancellationToken stop = default) =>
        Run(cmdlet, [cmdlet], static (_, _) => { }, stop);

    /// <summary>Runs a cmdlet for each of several inputs, as a pipeline does. A failure that ends it is kept in <see cref="Errors"/>.</summary>
    /// <typeparam name="TCmdlet">The cmdlet's type.</typeparam>
    /// <typeparam name="TInput">The type of what is piped in.</typeparam>
    /// <param name="cmdlet">The cmdlet, its other parameters set.</param>
    /// <param name="input">What is piped in.</param>
    /// <param name="bind">Sets the parameter that takes an input.</param>
    /// <param name="stop">Stops it, as Ctrl+C does.</param>
    /// <returns>This recorder, with what the cmdlet said.</returns>
    /// <exception cref="OperationCanceledException">It was stopped.</exception>
    public RecordingPipeline Run<TCmdlet, TInput>(TCmdlet cmdlet, IEnumerable<TInput> input, Action<TCmdlet, TInput> bind, CancellationToken stop = default)
        where TCmdlet : PodCmdlet
    {
        ArgumentNullException.ThrowIfNull(cmdlet);
        ArgumentNullException.ThrowIfNull(input);
        ArgumentNullException.ThrowIfNull(bind);
        using var stopping = stop.Register(cmdlet.Stop);
        using (cmdlet)
        {
            try
            {
                cmdlet.Begin(this);
                foreach (var item in input)
                {
                    bind(cmdlet, item);
                    cmdlet.Process();
                }

                cmdlet.End();
                stop.ThrowIfCancellationRequested();
            }
            catch (RecordedEnd)
            {
                // The error that ended the cmdlet has been recorded.
            }
            catch (Exception) when (stop.IsCancellationRequested)
            {
                throw new OperationCanceledException(stop);
            }
        }

        return this;
    }

    /// <inheritdoc/>
    public void Write(object value)
    {
        Record(_output, value);
        Written?.Invoke(value);
    }

    /// <inheritdoc/>
    public void WriteError(PodError error) => Record(_errors, error);

    /// <inheritdoc/>
    [DoesNotReturn]
    public void Terminate(PodError error)
    {
        Record(_errors, error);
        throw new RecordedEnd();
    }

    /// <inheritdoc/>
    public void Warn(string message) => Record(_warnings, message);

    /// <inheritdoc/>
    public void Verbose(string message) => Record(_verbose, message);

    /// <inheritdoc/>
    public void Debug(string message) => Record(_debug, message);

    /// <inheritdoc/>
    public void SetExitCode(int? code) => ExitCode = code;

    /// <inheritdoc/>
    public void Progress(PodProgress progress) => Record(_progress, progress);

    /// <inheritdoc/>
    public bool ShouldProcess(string target, string action, bool ask = true)
    {
        Record(_questions, $"{action}: {target}");
        return Answer && !WhatIf;
    }

    /// <inheritdoc/>
    public bool ShouldContinue(string question, string caption)
    {
        Record(_questions, question);
        return Answer && !WhatIf;
    }

    /// <inheritdoc/>
    public IReadOnlyList<string> ResolvePath(string path, bool literal)
    {
        var full = FullPath(path);
        if (File.Exists(full) || Directory.Exists(full))
        {
            return [full];
        }

        var folder = Path.GetDirectoryName(full);
        return literal || !Directory.Exists(folder)
            ? []
            : [.. Directory.EnumerateFileSystemEntries(folder, Path.GetFileName(full)).Order(StringComparer.Ordinal)];
    }

    /// <inheritdoc/>
    public string FullPath(string path) => Path.GetFullPath(path, Location);

    private void Record<T>(List<T> list, T item)
    {
        lock (_gate)
        {
            list.Add(item);
        }
    }

    private T[] Snapshot<T>(List<T> list)
    {
        lock (_gate)
        {
            return [.. list];
        }
    }

    private sealed class RecordedEnd : Exception;
}
