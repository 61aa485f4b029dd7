using System.Text;

namespace PodTools.Kubernetes.Copy;

/// <summary>
/// The place on this machine that a copy may write to. Whatever an archive says, nothing outside it is touched: names are
/// checked, links in the way are not followed, and links of the archive are made only when all files are written.
/// </summary>
/// <param name="root">The path that the copied file or folder gets.</param>
/// <param name="tally">Keeps the numbers.</param>
internal sealed class LocalDestination(string root, CopyTally tally)
{
    /// <summary>In bytes, or in characters on Windows: the limit of all common file systems.</summary>
    private const int LongestName = 255;

    private const int SmallPiece = 32 * 1024;
    private const long SmallFile = 1024 * 1024;
    private const UnixFileMode Permissions = (UnixFileMode)0b111_111_111;

    private readonly string _root = Path.GetFullPath(root);
    private readonly string _partialName = $".podtools-{Guid.NewGuid().ToString("n")[..12]}";
    private readonly byte[] _buffer = new byte[256 * 1024];
    private readonly List<(string Name, string Path, string Target)> _links = [];
    private readonly List<(string Path, UnixFileMode Mode, DateTimeOffset Time)> _folders = [];

    /// <summary>The local path of an entry, or null when it must not be written; then it has been noted as skipped.</summary>
    /// <param name="name">The entry's path below the root, with slashes; empty for the root itself.</param>
    public string? Map(string name)
    {
        var parts = name.Split('/', StringSplitOptions.RemoveEmptyEntries).Where(part => part != ".").ToArray();
        if (name.StartsWith('/') || parts.Contains(".."))
        {
            return Skip(name, "it would be written outside of the destination");
        }

        if (Array.Exists(parts, IsNoName))
        {
            return Skip(name, "this machine does not allow its name");
        }

        var path = _root;
        foreach (var part in parts)
        {
            // A link that is there already, or was put there by somebody meanwhile, would lead out.
            if (new FileInfo(path).LinkTarget is not null && path != _root)
            {
                return Skip(name, "a link is in the way");
            }

            path = Path.Combine(path, part);
        }

        return path;
    }

    /// <summary>Makes a folder.</summary>
    public void AddFolder(string name, UnixFileMode mode, DateTimeOffset time)
    {
        if (Map(name) is not { } path)
        {
            return;
        }

        try
        {
            RemoveUnlessFolder(path);
            Directory.CreateDirectory(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw CannotWrite(path, e);
        }

        _folders.Add((path, mode, time));
    }

    /// <summary>Writes a file; it gets its name only when it is complete.</summary>
    /// <param name="name">Its path below the root.</param>
    /// <param name="remotePath">Its path in the container, for the verification.</param>
    /// <param name="content">Its bytes.</param>
    /// <param name="length">How many there must be; null when that is not known.</param>
    /// <param name="mode">Its permissions.</param>
    /// <param name="time">When it was last changed; null when that is not known.</param>
    /// <param name="cancellationToken">Ends the writing; the file is not there then.</param>
    public async Task AddFileAsync(
        string name, string remotePath, Stream content, long? length, UnixFileMode? mode, DateTimeOffset? time, CancellationToken cancellationToken)
    {
        if (Map(name) is not { } path)
        {
            return;
        }

        AddFolderOf(path);
        ThrowUnlessRoom(path, remotePath, length ?? 0);
        var partial = Path.Combine(Path.GetDirectoryName(path)!, _partialName);
        try
        {
            var written = await WriteAsync(name, remotePath, path, partial, content, cancellationToken).ConfigureAwait(false);
            if (length is not null && written != length)
            {
                throw new KubernetesException(StreamReason.CopyIncomplete, $"Copying '{remotePath}' failed: only {written} of its {length} bytes arrived.");
            }

            SetMode(partial, mode);
            File.SetLastWriteTimeUtc(partial, (time ?? DateTimeOffset.UtcNow).UtcDateTime);
            File.Move(partial, path, overwrite: true);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw CannotWrite(path, e);
        }
        finally
        {
            File.Delete(partial);
        }
    }

    /// <summary>Notes a symbolic link, to be made at the end.</summary>
    public void AddLink(string name, string target)
    {
        if (Map(name) is not { } path)
        {
            return;
        }

        if (name.Length == 0)
        {
            throw new KubernetesException(StreamReason.CopyPathInvalid, $"What is to be copied is itself a link, to '{target}': copy that instead.");
        }

        if (LeadsOut(path, target))
        {
            Skip(name, $"it is a link that leads out of the destination (to '{target}')");
        }
        else
        {
            _links.Add((name, path, target));
        }
    }

    /// <summary>Makes another name for a file that was copied before, as a file of its own.</summary>
    public void AddHardLink(string name, string target)
    {
        if (Map(name) is { } path && Map(target) is { } original)
        {
            if (new FileInfo(original) is { Exists: true, LinkTarget: null })
            {
                Directory.CreateDirectory(Path.GetDirectoryName(path)!);
                File.Copy(original, path, overwrite: true);
            }
            else
            {
                Skip(name, $"it is a hard link to '{target}', which was not copied");
            }
        }
    }

    /// <summary>Notes what is not copied.</summary>
    /// <exception cref="KubernetesException">Reason <see cref="StreamReason.CopyPathInvalid"/>: it is all that was asked for.</exception>
    public string? Skip(string name, string reason)
    {
        if (name.Length == 0)
        {
            throw new KubernetesException(StreamReason.CopyPathInvalid, $"What is to be copied cannot be: {reason}.");
        }

        tally.Skipped.Add(new PodCopySkip(name, reason));
        return null;
    }

    /// <summary>Notes that a folder at the root of a container is not copied since nothing in it is on a disk.</summary>
    public void SkipKernel(string name) => Skip(name, "the kernel makes it up; copy what is needed of it by name");

    /// <summary>Makes the links, and gives folders their permissions and times, which writing into them would change.</summary>
    public void Finish()
    {
        foreach (var (name, path, target) in _links)
        {
            MakeLink(name, path, target);
        }

        foreach (var (path, mode, time) in Enumerable.Reverse(_folders))
        {
            Directory.SetLastWriteTimeUtc(path, time.UtcDateTime);
            SetMode(path, mode);
        }
    }

    private static bool IsNoName(string part) => OperatingSystem.IsWindows()
        ? part.Length > LongestName || part.IndexOfAny(Path.GetInvalidFileNameChars()) >= 0
        : Encoding.UTF8.GetByteCount(part) > LongestName;

    private static KubernetesException CannotWrite(string path, Exception e) =>
        new(StreamReason.CopyPathInvalid, $"'{path}' cannot be written: {e.Message}", e);

    private static void AddFolderOf(string path)
    {
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw CannotWrite(path, e);
        }
    }

    /// <summary>An archive may claim anything: better to refuse than to fill the disk first.</summary>
    private static void ThrowUnlessRoom(string path, string remotePath, long length)
    {
        if (length < SmallFile)
        {
            return;
        }

        var free = new DriveInfo(Path.GetDirectoryName(path)!).AvailableFreeSpace;
        if (length > free)
        {
            throw new KubernetesException(
                StreamReason.CopyIncomplete, $"Copying '{remotePath}' failed: it has {length} bytes, and only {free} are free at the destination.");
        }
    }

    private static void SetMode(string path, UnixFileMode? mode)
    {
        if (mode is { } value && !OperatingSystem.IsWindows())
        {
            // Never the bits that let a file run as somebody else.
            File.SetUnixFileMode(path, value & Permissions);
        }
    }

    private static void RemoveUnlessFolder(string path)
    {
        if (new FileInfo(path) is { Exists: true } or { LinkTarget: not null })
        {
            File.Delete(path);
        }
    }

    private async Task<long> WriteAsync(
        string name, string remotePath, string path, string partial, Stream content, CancellationToken cancellationToken)
    {
        using var hash = tally.NewHash();
        var file = new FileStream(partial, FileMode.CreateNew, FileAccess.Write, FileShare.None, 1, FileOptions.Asynchronous);
        await using (file.ConfigureAwait(false))
        {
            int count;
            while ((count = await content.ReadAsync(_buffer, cancellationToken).ConfigureAwait(false)) > 0)
            {
                // Zeros are left out, so that sparse files stay sparse: what is never written reads as zeros. The disk and the
                // checksum work at the same time, unless there is so little to do that handing it over takes longer.
                var writing = !_buffer.AsSpan(0, count).ContainsAnyExcept((byte)0) ? LeaveOut(file, count)
                    : count > SmallPiece ? file.WriteAsync(_buffer.AsMemory(0, count), cancellationToken) : Write(file, _buffer.AsSpan(0, count));
                hash?.AppendData(_buffer, 0, count);
                await writing.ConfigureAwait(false);
                tally.Add(name.Length == 0 ? Path.GetFileName(_root) : name, count);
            }

            file.SetLength(file.Position);
            tally.Finish(remotePath, file.Position, hash, path);
            return file.Position;
        }
    }

    /// <summary>
    /// Whether a link's target lies outside. Climbing from the link's own folder can be counted, but not behind another name:
    /// that may be a link, too.
    /// </summary>
    private bool LeadsOut(string path, string target)
    {
        var steps = target.Split('/', StringSplitOptions.RemoveEmptyEntries).SkipWhile(step => step is ".." or ".");
        return target.StartsWith('/') || steps.Contains("..") || !IsInside(Path.GetFullPath(Path.Combine(Path.GetDirectoryName(path)!, target)));
    }

    private static ValueTask LeaveOut(FileStream file, int count)
    {
        file.Position += count;
        return ValueTask.CompletedTask;
    }

    private static ValueTask Write(FileStream file, ReadOnlySpan<byte> piece)
    {
        file.Write(piece);
        return ValueTask.CompletedTask;
    }

    private bool IsInside(string path) =>
        path == _root || path.StartsWith(_root + Path.DirectorySeparatorChar, StringComparison.Ordinal);

    private void MakeLink(string name, string path, string target)
    {
        try
        {
            if (Map(name) is null)
            {
                return;
            }

            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            File.Delete(path);
            File.CreateSymbolicLink(path, target);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            Skip(name, $"the link cannot be made: {e.Message}");
        }
    }
}
