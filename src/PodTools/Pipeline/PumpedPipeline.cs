using System.Diagnostics.CodeAnalysis;

namespace PodTools.Pipeline;

/// <summary>Brings calls from any thread to the pipeline's own.</summary>
/// <param name="inner">The pipeline that takes calls from its own thread only.</param>
/// <param name="pump">What runs on that thread.</param>
internal sealed class PumpedPipeline(IPipeline inner, PipelinePump pump) : IPipeline
{
    /// <inheritdoc/>
    public bool WhatIf => pump.Invoke(() => inner.WhatIf);

    /// <inheritdoc/>
    public bool MayAsk => pump.Invoke(() => inner.MayAsk);

    /// <inheritdoc/>
    public void Write(object value) => Invoke(() => inner.Write(value));

    /// <inheritdoc/>
    public void WriteEach(IReadOnlyList<object> values) => Invoke(() => inner.WriteEach(values));

    /// <inheritdoc/>
    public void Write(object value, string view) => Invoke(() => inner.Write(value, view));

    /// <inheritdoc/>
    public void WriteError(PodError error) => Invoke(() => inner.WriteError(error));

    /// <inheritdoc/>
    [DoesNotReturn]
    public void Terminate(PodError error)
    {
        Invoke(() => inner.Terminate(error));
        throw error.Exception;
    }

    /// <inheritdoc/>
    public void Warn(string message) => Invoke(() => inner.Warn(message));

    /// <inheritdoc/>
    public void Verbose(string message) => Invoke(() => inner.Verbose(message));

    /// <inheritdoc/>
    public void Debug(string message) => Invoke(() => inner.Debug(message));

    /// <inheritdoc/>
    public void SetExitCode(int? code) => Invoke(() => inner.SetExitCode(code));

    /// <inheritdoc/>
    public void Progress(PodProgress progress) => Invoke(() => inner.Progress(progress));

    /// <inheritdoc/>
    public bool ShouldProcess(string target, string action, bool ask = true) =>
        Attempt(() => inner.ShouldProcess(target, action, ask));

    /// <inheritdoc/>
    public bool ShouldContinue(string question, string caption) => Attempt(() => inner.ShouldContinue(question, caption));

    /// <inheritdoc/>
    public IReadOnlyList<string> ResolvePath(string path, bool literal) =>
        Attempt(() => inner.ResolvePath(path, literal));

    /// <inheritdoc/>
    public string FullPath(string path) => Attempt(() => inner.FullPath(path));

    private void Invoke(Action call) => pump.Invoke(() =>
    {
        call();
        return true;
    });

    /// <summary>A path that cannot be resolved, or a question that nobody can answer, is the body's to report, not the engine's way to end the command.</summary>
    private T Attempt<T>(Func<T> call)
    {
        var (value, failure) = pump.Invoke<(T?, Exception?)>(() =>
        {
            try
            {
                return (call(), null);
            }
            catch (Exception exception) when (exception is InvalidOperationException or PodCommandException)
            {
                return (default, exception);
            }
        });
        return failure is null ? value! : throw failure;
    }
}
