using System.Globalization;

namespace PodTools.Kubernetes.Copy;

/// <summary>Copies into a container without tar: each file through a shell's redirection.</summary>
internal sealed class PlainUpload(IRemoteShell shell, ContainerTools tools, CopyTally tally)
{
    /// <summary>
    /// A file takes its name only when all of it is there. Arguments: the path, its length, the tool that brings so much of
    /// the input and no more, a name to use meanwhile, permissions, time, and the name that an attempt before used (may be empty).
    /// All input is read, also after a failure: servers that are left with some do not tell how the command ended.
    /// </summary>
    private const string FileScript = """
        [ "$3" != cat ] || trap 'cat > /dev/null 2>&1' EXIT
        [ ! -d "$1" ] || { echo "$1 is a folder" >&2; exit 1; }
        [ ! -e "$1" ] || [ -f "$1" ] || { echo "$1 is neither a file nor a folder" >&2; exit 1; }
        p="${1%/*}/$4"
        [ -z "$7" ] || rm -f "${1%/*}/$7"
        case $3 in
          cat) cat ;;
          dd) dd bs=65536 count=$(($2 / 65536)) iflag=fullblock 2>/dev/null
              [ $(($2 % 65536)) -eq 0 ] || dd bs=$(($2 % 65536)) count=1 iflag=fullblock 2>/dev/null ;;
          head) head -c "$2" ;;
        esac > "$p" || { rm -f "$p"; exit 1; }
        if command -v wc >/dev/null 2>&1 && [ $(($(wc -c < "$p"))) -ne "$2" ]; then
          rm -f "$p"; echo "$1 did not arrive completely" >&2; exit 1
        fi
        chmod "$5" "$p" 2>/dev/null
        touch -d "@$6" "$p" 2>/dev/null
        mv -f "$p" "$1"
        """;

    private const string FolderScript = """chmod "$2" "$1" 2>/dev/null; touch -d "@$3" "$1" 2>/dev/null; exit 0""";

    /// <summary>The tool that carries the bytes: where the input cannot be ended, one that counts them.</summary>
    public string Tool => tools.CanEndInput ? "cat" : tools.HasFullBlocks ? "dd" : "head";

    /// <summary>Copies items to a path.</summary>
    public async Task RunAsync(IReadOnlyList<LocalItem> items, string destination, CancellationToken cancellationToken)
    {
        foreach (var item in items)
        {
            var path = PathOf(item);
            await (item.Kind == LocalItemKind.File ? SendFileAsync(item, path, cancellationToken) : RepeatAsync(path, () => MakeAsync(item, path))).ConfigureAwait(false);
        }

        // Writing into a folder changes its time, and its permissions may forbid it.
        foreach (var folder in items.Where(item => item.Kind == LocalItemKind.Folder).Reverse())
        {
            var path = PathOf(folder);
            await RepeatAsync(path, () => shell.RunAsync(["sh", "-c", FolderScript, "sh", path, ModeOf(folder), TimeOf(folder)], null, null, cancellationToken)).ConfigureAwait(false);
        }

        if (!tools.Names.Contains("chmod") || !tools.Names.Contains("touch"))
        {
            tally.Skipped.Add(new PodCopySkip(destination, "its permissions and times, since the container lacks 'chmod' or 'touch' to set them"));
        }

        string PathOf(LocalItem item) => item.Name.Length == 0 ? destination : RemotePath.Join(destination, item.Name);

        async Task RepeatAsync(string path, Func<Task<RemoteRun>> work)
        {
            var run = await CutCopy.RepeatAsync(work, isComplete: null, cancellationToken).ConfigureAwait(false);
            run.ThrowIfFailed(Failed(path));
        }

        Task<RemoteRun> MakeAsync(LocalItem item, string path) => shell.RunAsync(
            item.Kind == LocalItemKind.Folder ? ["mkdir", "-p", path] : ["ln", "-sfn", item.LinkTarget!.Replace('\\', '/'), path], null, null, cancellationToken);
    }

    private static string Failed(string path) => $"Copying to '{path}' failed";

    private static string ModeOf(LocalItem item) => Convert.ToString((int)item.Mode & 0b111_111_111, 8);

    private static string TimeOf(LocalItem item) => item.Time.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);

    private Task SendFileAsync(LocalItem item, string path, CancellationToken cancellationToken)
    {
        var absolute = path.Contains('/', StringComparison.Ordinal) ? path : "./" + path;
        var length = item.Length.ToString(CultureInfo.InvariantCulture);
        var start = tally.Mark();
        return new UploadStage(shell, RemotePath.Parent(absolute)).RunAsync(
            (meanwhile, before) =>
            {
                tally.Return(start);
                return shell.RunAsync(
                    ["sh", "-c", FileScript, "sh", absolute, length, Tool, meanwhile, ModeOf(item), TimeOf(item), before], WriteAsync, null, cancellationToken);
            },
            Failed(path),
            cancellationToken);

        async Task WriteAsync(Stream input, CancellationToken cancel)
        {
            using var file = new UploadedFile(item, path, tally);
            await file.CopyToAsync(input, 256 * 1024, cancel).ConfigureAwait(false);
        }
    }
}
