using System.Diagnostics.CodeAnalysis;
using System.Management.Automation;
using System.Management.Automation.Host;

namespace PodTools.Pipeline;

/// <summary>The pipeline of PowerShell itself. Takes calls on the pipeline's thread only.</summary>
/// <param name="cmdlet">The cmdlet that runs in it.</param>
internal sealed class EnginePipeline(PSCmdlet cmdlet) : IPipeline
{
    private const string FileSystem = "FileSystem";
    private static int _lastActivity;
    private readonly int _activity = Interlocked.Increment(ref _lastActivity);

    /// <inheritdoc/>
    public bool WhatIf => LanguagePrimitives.IsTrue(Given("WhatIf") ?? cmdlet.GetVariableValue("WhatIfPreference"));

    /// <inheritdoc/>
    public bool MayAsk => Given("Confirm") is { } confirm
        ? LanguagePrimitives.IsTrue(confirm)
        : LanguagePrimitives.ConvertTo<ConfirmImpact>(cmdlet.GetVariableValue("ConfirmPreference") ?? ConfirmImpact.High) != ConfirmImpact.None;

    /// <inheritdoc/>
    public void Write(object value) => cmdlet.WriteObject(value, enumerateCollection: false);

    /// <inheritdoc/>
    public void WriteEach(IReadOnlyList<object> values) => cmdlet.WriteObject(values, enumerateCollection: true);

    /// <inheritdoc/>
    public void Write(object value, string view)
    {
        var shown = PSObject.AsPSObject(value);
        shown.TypeNames.Insert(0, view);
        cmdlet.WriteObject(shown, enumerateCollection: false);
    }

    /// <inheritdoc/>
    public void WriteError(PodError error) => cmdlet.WriteError(error.ToRecord());

    /// <inheritdoc/>
    [DoesNotReturn]
    public void Terminate(PodError error)
    {
        cmdlet.ThrowTerminatingError(error.ToRecord());
        throw error.Exception;
    }

    /// <inheritdoc/>
    public void Warn(string message) => cmdlet.WriteWarning(message);

    /// <inheritdoc/>
    public void Verbose(string message) => cmdlet.WriteVerbose(message);

    /// <inheritdoc/>
    public void Debug(string message) => cmdlet.WriteDebug(message);

    /// <inheritdoc/>
    public void SetExitCode(int? code) => cmdlet.SessionState.PSVariable.Set("global:LASTEXITCODE", code);

    /// <inheritdoc/>
    public void Progress(PodProgress progress) => cmdlet.WriteProgress(progress.ToRecord(_activity));

    /// <inheritdoc/>
    public bool ShouldProcess(string target, string action, bool ask = true) =>
        (!ask && !WhatIf) || Ask(() => cmdlet.ShouldProcess(target, action));

    /// <inheritdoc/>
    public bool ShouldContinue(string question, string caption) => Ask(() => cmdlet.ShouldContinue(question, caption));

    /// <inheritdoc/>
    public IReadOnlyList<string> ResolvePath(string path, bool literal)
    {
        if (literal)
        {
            var full = FullPath(path);
            return File.Exists(full) || Directory.Exists(full) ? [full] : [];
        }

        try
        {
            var found = cmdlet.GetResolvedProviderPathFromPSPath(path, out var provider);
            RequireFileSystem(path, provider);
            return found;
        }
        catch (ItemNotFoundException)
        {
            return [];
        }
        catch (RuntimeException exception) when (exception is not PipelineStoppedException)
        {
            throw new InvalidOperationException(exception.Message, exception);
        }
    }

    /// <inheritdoc/>
    public string FullPath(string path)
    {
        try
        {
            var full = cmdlet.SessionState.Path.GetUnresolvedProviderPathFromPSPath(path, out var provider, out _);
            RequireFileSystem(path, provider);
            return full;
        }
        catch (RuntimeException exception) when (exception is not PipelineStoppedException)
        {
            throw new InvalidOperationException(exception.Message, exception);
        }
    }

    private static bool Ask(Func<bool> question)
    {
        try
        {
            return question();
        }
        catch (Exception exception) when (exception is PSInvalidOperationException or HostException or PSNotImplementedException)
        {
            throw new PodCommandException(
                "NotInteractive",
                ErrorCategory.InvalidOperation,
                $"This has to be confirmed, but nobody can be asked: {exception.Message}",
                "Give -Confirm:$false to have it done without a question.",
                exception);
        }
    }

    private object? Given(string parameter) => cmdlet.MyInvocation.BoundParameters.GetValueOrDefault(parameter);

    private static void RequireFileSystem(string path, ProviderInfo provider)
    {
        if (provider.Name != FileSystem)
        {
            throw new InvalidOperationException($"'{path}' is a path of the provider {provider.Name}. Give a path of the file system.");
        }
    }
}
