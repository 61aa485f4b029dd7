using System.Text;

namespace PodTools.Kubernetes;

/// <summary>
/// Changes single values of kubeconfig files: in place, all or nothing, and under the lock file that kubectl honours.
/// </summary>
public static class KubeConfigWriter
{
    private static readonly TimeSpan LockPatience = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan LockPause = TimeSpan.FromMilliseconds(50);

    /// <summary>
    /// Makes a context the current one. Of several files, the first is changed, as kubectl does: what it says wins.
    /// </summary>
    /// <param name="path">The kubeconfig, or several, as <see cref="KubeConfig.Load"/> takes them; null for the usual ones.</param>
    /// <param name="context">The name of the context.</param>
    /// <param name="cancellationToken">Stops waiting for the lock.</param>
    /// <returns>The file that was changed.</returns>
    /// <exception cref="KubeConfigException">There is no such context, or the file is locked or cannot be changed.</exception>
    public static async Task<string> SetCurrentContextAsync(string? path, string context, CancellationToken cancellationToken = default)
    {
        var file = KubeConfigPaths.Find(path).Existing[0];
        await EditAsync(
            file,
            text =>
            {
                // Read under the lock: while kubectl writes a file, half of it is missing.
                KubeConfig.Load(path).Find(context);
                text.SetRoot("current-context", context);
            },
            cancellationToken).ConfigureAwait(false);
        return file;
    }

    /// <summary>Edits a file.</summary>
    internal static async Task EditAsync(string path, Action<KubeConfigText> edit, CancellationToken cancellationToken)
    {
        var lockPath = path + ".lock";
        await LockAsync(path, lockPath, cancellationToken).ConfigureAwait(false);
        try
        {
            Rewrite(path, edit);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new KubeConfigException(KubernetesReason.KubeConfigInvalid, $"The kubeconfig {path} cannot be changed: {e.Message}", path, innerException: e);
        }
        finally
        {
            File.Delete(lockPath);
        }
    }

    private static void Rewrite(string path, Action<KubeConfigText> edit)
    {
        // A link stays a link: what it leads to is replaced.
        var target = File.ResolveLinkTarget(path, returnFinalTarget: true)?.FullName ?? path;
        var bytes = File.ReadAllBytes(target);
        var mark = bytes.AsSpan().StartsWith(Encoding.UTF8.Preamble) ? Encoding.UTF8.Preamble.Length : 0;
        var before = Encoding.UTF8.GetString(bytes.AsSpan(mark));
        var text = new KubeConfigText(path, before);
        edit(text);
        if (text.Text == before)
        {
            return;
        }

        // Replacing a file needs no right to write to it, but who takes that right away wants it to stay.
        if (File.GetAttributes(target).HasFlag(FileAttributes.ReadOnly))
        {
            throw new UnauthorizedAccessException($"{target} is read-only.");
        }

        var copy = $"{target}.{Guid.NewGuid():N}.tmp";
        try
        {
            using (var stream = new FileStream(copy, OptionsFor(target)))
            {
                stream.Write(bytes.AsSpan(0, mark));
                stream.Write(Encoding.UTF8.GetBytes(text.Text));
                stream.Flush(flushToDisk: true);
            }

            if (!OperatingSystem.IsWindows())
            {
                File.SetUnixFileMode(copy, File.GetUnixFileMode(target));
            }

            File.Move(copy, target, overwrite: true);
        }
        finally
        {
            File.Delete(copy);
        }
    }

    // The copy holds secrets: nobody else may read it even for a moment.
    private static FileStreamOptions OptionsFor(string target)
    {
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = File.GetUnixFileMode(target) & (UnixFileMode.UserRead | UnixFileMode.UserWrite);
        }

        return options;
    }

    private static async Task LockAsync(string path, string lockPath, CancellationToken cancellationToken)
    {
        for (var waited = TimeSpan.Zero; ; waited += LockPause)
        {
            try
            {
                new FileStream(lockPath, FileMode.CreateNew, FileAccess.Write).Dispose();
                return;
            }
            catch (IOException) when (File.Exists(lockPath) && waited < LockPatience)
            {
                await Task.Delay(LockPause, cancellationToken).ConfigureAwait(false);
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                throw new KubeConfigException(
                    KubernetesReason.KubeConfigInvalid,
                    File.Exists(lockPath)
                        ? $"The kubeconfig {path} is locked by another program ({lockPath}). If none is running, delete that file."
                        : $"The kubeconfig {path} cannot be changed: {e.Message}",
                    path,
                    innerException: e);
            }
        }
    }
}
