using System.Globalization;

namespace PodTools.Kubernetes.Copy;

/// <summary>
/// Copies into a container that has tar: one archive, written straight into the command's input. Where there is a shell too,
/// it is unpacked in a folder beside the destination, verified there, and moved into its place when all of it has arrived.
/// </summary>
internal sealed class TarUpload(IRemoteShell shell, ContainerTools tools, CopyTally tally)
{
    /// <summary>
    /// Arguments: the folder to copy into, the name there, the name of the folder to unpack in, how many blocks of input
    /// there are, the checksum tool (may be empty), the tool that counts the blocks (empty: the input has an end), and the folder
    /// that an attempt before unpacked in (may be empty). The list of checksums comes last in the archive, so that without it the
    /// archive is not complete. Where a folder is in the place already, what is new is moved into it, many entries at a time: a
    /// program for each would take longer than the copy. All input is read, also after a failure: servers that are left with
    /// some do not tell how the command ended.
    /// </summary>
    private const string Script = """
        [ -n "$6" ] || trap 'cat > /dev/null 2>&1' EXIT
        mkdir -p "$1" && cd "$1" && mkdir "$3" || exit 1
        [ -z "$7" ] || rm -rf "./$7"
        fail() { [ -z "$1" ] || echo "$1" >&2; cd /; rm -rf "$stage"; exit 1; }
        stage=$(pwd)/$3
        LC_ALL=C; export LC_ALL
        case $6 in
          dd) dd bs=65536 count="$4" iflag=fullblock 2>/dev/null | tar -xopf - -C "$3" ;;
          head) head -c $(($4 * 65536)) | tar -xopf - -C "$3" ;;
          *) tar -xopf - -C "$3" ;;
        esac || fail
        [ -f "$3/sums" ] || fail "the archive is not complete"
        if [ -n "$5" ] && [ -s "$3/sums" ]; then
          cd "$3"
          $5 -c sums > result 2>&1 || { while IFS= read -r line; do case $line in *': OK') ;; *) echo "$line" >&2;; esac; done < result; fail "the checksums differ"; }
          cd ..
        fi
        merge() (
          from=$1 to=$2
          set --
          for entry in "$from"/* "$from"/.[!.]* "$from"/..?*; do
            [ -e "$entry" ] || [ -L "$entry" ] || continue
            if [ -d "$entry" ] && [ ! -L "$entry" ] && [ -d "$to/${entry##*/}" ]; then
              merge "$entry" "$to/${entry##*/}" || exit 1
            else
              set -- "$@" "$entry"
              [ $# -lt 100 ] || { mv -f "$@" "$to/" || exit 1; set --; }
            fi
          done
          [ $# -eq 0 ] || mv -f "$@" "$to/"
        )
        if [ -d "./$2" ] && [ -d "$3/new/$2" ]; then merge "$3/new/$2" "./$2"
        elif [ -d "./$2" ]; then fail "$2 is a folder"
        elif [ -d "$3/new/$2" ] && [ -e "./$2" ]; then fail "$2 is no folder"
        elif [ -e "./$2" ] && [ ! -f "./$2" ]; then fail "$2 is neither a file nor a folder"
        else mv -f "$3/new/$2" "./$2"; fi || fail
        rm -rf "$3"
        """;

    /// <summary>Where the input has no end, the tool that takes so many blocks of it: dd is several times as fast as some heads.</summary>
    private string Counter => tools.CanEndInput ? "" : tools.HasFullBlocks ? "dd" : tools.Names.Contains("head") ? "head" : "";

    /// <summary>Copies items to a path.</summary>
    public async Task RunAsync(IReadOnlyList<LocalItem> items, string destination, CancellationToken cancellationToken)
    {
        var archive = new UploadArchive(items, destination, tally, staged: tools.HasShell);
        var blocks = tools is { HasShell: true, CanEndInput: false } ? await BlocksAsync(archive, cancellationToken).ConfigureAwait(false) : "";
        var start = tally.Mark();
        var what = $"Copying to '{destination}' failed";
        if (tools.HasShell)
        {
            await new UploadStage(shell, RemotePath.Parent(destination)).RunAsync(
                (stage, before) => SendAsync(StagedCommand(destination, blocks, stage, before)), what, cancellationToken).ConfigureAwait(false);
            return;
        }

        var run = await CutCopy.RepeatAsync(() => SendAsync(DirectCommand(destination)), isComplete: null, cancellationToken).ConfigureAwait(false);
        run.ThrowIfFailed(what);

        Task<RemoteRun> SendAsync(string[] command)
        {
            tally.Return(start);
            return shell.RunAsync(command, archive.WriteAsync, null, cancellationToken);
        }
    }

    private string[] StagedCommand(string destination, string blocks, string stage, string before) =>
        ["sh", "-c", Script, "sh", RemotePath.Parent(destination), RemotePath.Name(destination), stage, blocks, tally.Checksum ?? "", Counter, before];

    /// <summary>tar reads on after the end of the archive, which here would be for ever: it is given exactly the archive.</summary>
    private async Task<string> BlocksAsync(UploadArchive archive, CancellationToken cancellationToken)
    {
        if (Counter.Length == 0)
        {
            throw NoEnd("'dd' (with iflag=fullblock) or 'head' to count the bytes instead");
        }

        var length = await archive.MeasureAsync(cancellationToken).ConfigureAwait(false);
        return (length / UploadArchive.BlockSize).ToString(CultureInfo.InvariantCulture);
    }

    private string[] DirectCommand(string destination) =>
        tools.CanEndInput ? ["tar", "-xopf", "-", "-C", RemotePath.Parent(destination)] : throw NoEnd("shell to count the bytes instead");

    private static KubernetesException NoEnd(string missing) => new(
        StreamReason.CopyToolMissing,
        "Nothing can be copied into the container: the server cannot end a command's input (it needs protocol v5, Kubernetes 1.30 and later), "
        + $"and the container has no {missing}.");
}
