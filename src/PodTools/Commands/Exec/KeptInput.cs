namespace PodTools.Commands;

/// <summary>An input that each of several commands reads from its beginning, at its own pace: it is kept in a file that only this user may read.</summary>
/// <param name="run">Runs the commands when the input is complete.</param>
internal sealed class KeptInput(Func<Task> run) : ExecInput
{
    private readonly FileStream _file = new(Path.Combine(Path.GetTempPath(), Path.GetRandomFileName()), Options());

    /// <inheritdoc/>
    public override Stream Open() => new FileStream(_file.Name, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);

    /// <inheritdoc/>
    public override async Task EndAsync()
    {
        await _file.FlushAsync();
        await run();
    }

    /// <inheritdoc/>
    public override void Dispose() => _file.Dispose();

    /// <inheritdoc/>
    private protected override ValueTask WriteAsync(ReadOnlyMemory<byte> bytes, CancellationToken stop) => _file.WriteAsync(bytes, stop);

    private static FileStreamOptions Options()
    {
        var options = new FileStreamOptions
        {
            Mode = FileMode.CreateNew,
            Access = FileAccess.Write,
            Share = FileShare.Read | FileShare.Delete,
            Options = FileOptions.DeleteOnClose,
        };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        return options;
    }
}
