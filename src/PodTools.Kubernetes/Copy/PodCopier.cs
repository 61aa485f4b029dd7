using System.Diagnostics;
using System.Text;
using PodTools.Kubernetes.Streams;

namespace PodTools.Kubernetes.Copy;

/// <summary>
/// Copies files and folders between this machine and containers: with the container's tar where it has one, else with its
/// shell. What arrived is verified, by checksum where the container can compute one.
/// </summary>
public static class PodCopier
{
    /// <summary>How much of what was not copied the message of a failure names.</summary>
    private const int MostSkipsTold = 5;

    /// <summary>
    /// Copies into a container. When the destination is a folder there, the source is put into it; else it gets that name.
    /// </summary>
    /// <param name="pod">The pod.</param>
    /// <param name="source">A file or folder of this machine.</param>
    /// <param name="destination">A path in the container.</param>
    /// <param name="options">How to do it.</param>
    /// <param name="cancellationToken">Ends the copy at once.</param>
    /// <returns>What was done.</returns>
    /// <exception cref="KubernetesException">
    /// The server refused, or one of <see cref="StreamReason.CopyPathInvalid"/>, <see cref="StreamReason.CopyToolMissing"/>
    /// and <see cref="StreamReason.CopyIncomplete"/>. After a failure, files already copied may stay where they are, complete ones only.
    /// </exception>
    public static Task<PodCopyResult> ToPodAsync(
        Pod pod, string source, string destination, CopyOptions options, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(options);
        var (shell, result) = Prepare(pod, options, PodCopyDirection.ToPod);
        return ToPodAsync(shell, result, source, destination, options, cancellationToken);
    }

    /// <summary>
    /// Copies out of a container. When the destination is a folder of this machine, or ends as one, the source is put into
    /// it; else it gets that name.
    /// </summary>
    /// <param name="pod">The pod.</param>
    /// <param name="source">A path in the container.</param>
    /// <param name="destination">A path of this machine.</param>
    /// <param name="options">How to do it.</param>
    /// <param name="cancellationToken">Ends the copy at once.</param>
    /// <returns>What was done; entries that would have left the destination are in <see cref="PodCopyResult.Skipped"/>.</returns>
    /// <exception cref="KubernetesException">As for <see cref="ToPodAsync(Pod, string, string, CopyOptions, CancellationToken)"/>.</exception>
    public static Task<PodCopyResult> FromPodAsync(
        Pod pod, string source, string destination, CopyOptions options, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(options);
        var (shell, result) = Prepare(pod, options, PodCopyDirection.FromPod);
        return FromPodAsync(shell, result, source, destination, options, cancellationToken);
    }

    /// <summary>Finds what a path with wildcards (<c>*</c>, <c>?</c>, <c>[a-z]</c>) stands for in a container, by its shell.</summary>
    /// <param name="pod">The pod.</param>
    /// <param name="pattern">The path; without wildcards, it stands for itself.</param>
    /// <param name="options">How to copy.</param>
    /// <param name="cancellationToken">Ends the search at once.</param>
    /// <returns>The paths, sorted; none when nothing matches.</returns>
    /// <exception cref="KubernetesException">The server refused, or the container has no shell.</exception>
    public static Task<IReadOnlyList<string>> FindAsync(Pod pod, string pattern, CopyOptions options, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(options);
        return FindAsync(Prepare(pod, options, PodCopyDirection.FromPod).Shell, pattern, cancellationToken);
    }

    internal static async Task<IReadOnlyList<string>> FindAsync(IRemoteShell shell, string pattern, CancellationToken cancellationToken)
    {
        if (pattern.IndexOfAny(['*', '?', '[']) < 0)
        {
            return [pattern];
        }

        // Without field separators the pattern is expanded, but never split or run.
        const string Script = "IFS=; for f in $1; do if [ -e \"$f\" ] || [ -L \"$f\" ]; then printf '%s\\0' \"$f\"; fi; done";
        using var found = new MemoryStream();
        var run = await shell.RunAsync(["sh", "-c", Script, "sh", pattern], null, StreamPump.Into(found), cancellationToken).ConfigureAwait(false);
        run.ThrowIfFailed($"What '{pattern}' stands for could not be found out");
        return Encoding.UTF8.GetString(found.ToArray()).Split('\0', StringSplitOptions.RemoveEmptyEntries);
    }

    internal static async Task<PodCopyResult> ToPodAsync(
        IRemoteShell shell, PodCopyResult about, string source, string destination, CopyOptions options, CancellationToken cancellationToken)
    {
        var watch = Stopwatch.StartNew();
        var skipped = new List<PodCopySkip>();
        var items = LocalTree.List(source, skipped);
        var target = RemotePath.Clean(destination);
        var tools = await ContainerTools.FindAsync(shell, target, cancellationToken).ConfigureAwait(false);
        if (tools.IsDirectory)
        {
            target = RemotePath.Join(target, Path.GetFileName(Path.TrimEndingDirectorySeparator(Path.GetFullPath(source))));
        }

        var tally = new CopyTally(options.Progress, items.Sum(item => item.Length), ChecksumOf(tools, options));
        tally.Skipped.AddRange(skipped);
        if (tools.HasTar)
        {
            await new TarUpload(shell, tools, tally).RunAsync(items, target, cancellationToken).ConfigureAwait(false);
            return Complete(about, source, target, tally, "tar", tally.Checksum ?? Verification.Size, watch.Elapsed);
        }

        var made = await shell.RunAsync(["mkdir", "-p", RemotePath.Parent(target)], null, null, cancellationToken).ConfigureAwait(false);
        made.ThrowIfFailed($"Copying to '{destination}' failed");
        var plain = new PlainUpload(shell, tools, tally);
        await plain.RunAsync(items, target, cancellationToken).ConfigureAwait(false);
        var verification = await new Verification(shell, tools, tally).RunAsync(cancellationToken).ConfigureAwait(false);
        return Complete(about, source, target, tally, plain.Tool, verification, watch.Elapsed);
    }

    internal static async Task<PodCopyResult> FromPodAsync(
        IRemoteShell shell, PodCopyResult about, string source, string destination, CopyOptions options, CancellationToken cancellationToken)
    {
        var watch = Stopwatch.StartNew();
        var from = RemotePath.Clean(source);
        var tools = await ContainerTools.FindAsync(shell, from, cancellationToken).ConfigureAwait(false);
        var target = Path.GetFullPath(destination);
        if (Directory.Exists(target) || Path.EndsInDirectorySeparator(destination))
        {
            target = Path.Combine(target, RemotePath.Name(from));
        }

        var tally = new CopyTally(options.Progress, null, ChecksumOf(tools, options));
        var local = new LocalDestination(target, tally);
        var verification = new Verification(shell, tools, tally);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        try
        {
            if (tools.IsFile)
            {
                verification.Begin(from, stop.Token);
            }

            // What the kernel makes up while it is read, as below /proc, claims to be empty: tar would believe that.
            var byTar = tools.HasTar && !(tools.IsEmpty && tools.Names.Contains("cat"));
            await (byTar
                ? new TarDownload(shell, tools, local).RunAsync(from, cancellationToken)
                : new PlainDownload(shell, tools, local).RunAsync(from, cancellationToken)).ConfigureAwait(false);
            var verified = await verification.RunAsync(cancellationToken).ConfigureAwait(false);
            return Complete(about, from, Path.TrimEndingDirectorySeparator(target), tally, byTar ? "tar" : "cat", verified, watch.Elapsed);
        }
        catch (KubernetesException e) when (tally.Skipped.Count > 0)
        {
            // A failure must not hide what an archive tried before.
            throw new KubernetesException(e.Reason, $"{e.Message} Besides, these were not copied: {string.Join("; ", tally.Skipped.Take(MostSkipsTold))}.", e);
        }
        finally
        {
            await stop.CancelAsync().ConfigureAwait(false);
            await verification.StopAsync().ConfigureAwait(false);
        }
    }

    private static (IRemoteShell Shell, PodCopyResult About) Prepare(Pod pod, CopyOptions options, PodCopyDirection direction)
    {
        StreamFailure.ThrowIfCompleted(pod, "copy files of");
        var container = ContainerChoice.For(pod, options.Container).Name;
        var about = new PodCopyResult
        {
            Context = pod.Context,
            Namespace = pod.Namespace ?? "",
            Pod = pod.Name ?? "",
            Container = container,
            Direction = direction,
        };
        return (new ExecShell(KubernetesConnection.For(pod), about.Namespace, about.Pod, container), about);
    }

    private static string? ChecksumOf(ContainerTools tools, CopyOptions options) =>
        options.Checksum ? CopyTally.ChecksumTools.FirstOrDefault(tools.Names.Contains) : null;

    private static PodCopyResult Complete(
        PodCopyResult about, string source, string destination, CopyTally tally, string tool, string verification, TimeSpan duration) => new()
        {
            Context = about.Context,
            Namespace = about.Namespace,
            Pod = about.Pod,
            Container = about.Container,
            Direction = about.Direction,
            Source = source,
            Destination = destination,
            Files = tally.Files.Count,
            Bytes = tally.Bytes,
            Skipped = tally.Skipped,
            Tool = tool,
            Verification = verification,
            Duration = duration,
        };
}
