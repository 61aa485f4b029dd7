using System.Globalization;

namespace PodTools.Kubernetes.Copy;

/// <summary>Copies into a container without tar: each file through a shell's redirection.</summary>
internal sealed class PlainUpload(IRemoteShell shell, ContainerTools tools, CopyTally tally)
{
    /// <summary>A file takes its name only when all of it is there.</summary>
    private const string Script =
        "p=\"$1.podtools-part\"; if [ \"$3\" = - ]; then cat; else head -c \"$3\"; fi > \"$p\" && [ $(($(wc -c < \"$p\"))) -eq \"$2\" ] && mv -f \"$p\" \"$1\" "
        + "|| { rm -f \"$p\"; echo \"$1 did not arrive completely\" >&2; exit 1; }; "
        + "chmod \"$4\" \"$1\" 2>/dev/null; touch -d \"@$5\" \"$1\" 2>/dev/null; exit 0";

    /// <summary>The tool that carries the bytes.</summary>
    public string Tool => tools.CanEndInput ? "cat" : "head";

    /// <summary>Copies items to a path.</summary>
    public async Task RunAsync(IReadOnlyList<LocalItem> items, string destination, CancellationToken cancellationToken)
    {
        foreach (var item in items)
        {
            var path = item.Name.Length == 0 ? destination : RemotePath.Join(destination, item.Name);
            var run = item.Kind switch
            {
                LocalItemKind.Folder => await shell.RunAsync(["mkdir", "-p", path], null, null, cancellationToken).ConfigureAwait(false),
                LocalItemKind.Link => await shell.RunAsync(["ln", "-sfn", item.LinkTarget!.Replace('\\', '/'), path], null, null, cancellationToken).ConfigureAwait(false),
                _ => await SendAsync(item, path, cancellationToken).ConfigureAwait(false),
            };
            run.ThrowIfFailed($"Copying to '{path}' failed");
        }
    }

    private async Task<RemoteRun> SendAsync(LocalItem item, string path, CancellationToken cancellationToken)
    {
        var length = item.Length.ToString(CultureInfo.InvariantCulture);
        var mode = Convert.ToString((int)item.Mode & 0b111_111_111, 8);
        var time = item.Time.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        return await shell.RunAsync(
            ["sh", "-c", Script, "sh", path, length, tools.CanEndInput ? "-" : length, mode, time],
            async (input, cancel) =>
            {
                using var file = new UploadedFile(item, path, tally);
                await file.CopyToAsync(input, cancel).ConfigureAwait(false);
            },
            null,
            cancellationToken).ConfigureAwait(false);
    }
}
