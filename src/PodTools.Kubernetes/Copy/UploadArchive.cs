using System.Text;
using PodTools.Kubernetes.Copy.Archives;

namespace PodTools.Kubernetes.Copy;

/// <summary>The archive that carries local items into a container.</summary>
/// <param name="items">The items, each folder before what is in it.</param>
/// <param name="destination">The path that the first of them gets.</param>
/// <param name="tally">Keeps the numbers.</param>
/// <param name="staged">Whether the items come below a folder <c>new</c>, with a list <c>sums</c> of their checksums at the end.</param>
internal sealed class UploadArchive(IReadOnlyList<LocalItem> items, string destination, CopyTally tally, bool staged)
{
    /// <summary>The archive's length is a multiple of this, so that it can be counted in large blocks. Its reader ignores zeros at the end.</summary>
    public const int BlockSize = 64 * 1024;

    private const UnixFileMode ListMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    private readonly string _root = (staged ? "new/" : "") + RemotePath.Name(destination);

    /// <summary>Writes the archive.</summary>
    public Task WriteAsync(Stream to, CancellationToken cancellationToken) => WriteAsync(to, Open, () => Sums(tally.Files), cancellationToken);

    /// <summary>Finds out how long the archive will be, without reading the files.</summary>
    public async Task<long> MeasureAsync(CancellationToken cancellationToken)
    {
        var length = new CountingStream();
        var digits = tally.HashDigits == 0 ? null : new string('0', tally.HashDigits);
        var files = items.Where(item => item.Kind == LocalItemKind.File).Select(item => new CopiedFile(PathOf(item), item.Length, digits));
        await WriteAsync(length, item => new ExactStream(null, item.Length), () => Sums(files), cancellationToken).ConfigureAwait(false);
        return length.Count;
    }

    private async Task WriteAsync(Stream to, Func<LocalItem, Stream> open, Func<string> sums, CancellationToken cancellationToken)
    {
        using var archive = new ForwardedStream(to);
        foreach (var item in items)
        {
            using var content = item.Kind == LocalItemKind.File ? open(item) : Stream.Null;
            await AddAsync(archive, item, item.Name.Length == 0 ? _root : $"{_root}/{item.Name}", content, cancellationToken).ConfigureAwait(false);
        }

        if (staged)
        {
            var list = Encoding.UTF8.GetBytes(sums());
            var item = new LocalItem("", "", LocalItemKind.File, list.Length, ListMode, DateTimeOffset.UtcNow, null);
            await AddAsync(archive, item, "sums", new MemoryStream(list), cancellationToken).ConfigureAwait(false);
        }

        // Two empty blocks are the end.
        await archive.WriteAsync(new byte[2 * ArchiveLayout.BlockSize], cancellationToken).ConfigureAwait(false);
        await archive.FillAsync(BlockSize, cancellationToken).ConfigureAwait(false);
    }

    private static async Task AddAsync(ForwardedStream archive, LocalItem item, string name, Stream content, CancellationToken cancellationToken)
    {
        await archive.WriteAsync(ArchiveHeader.Of(item, name), cancellationToken).ConfigureAwait(false);
        await content.CopyToAsync(archive, cancellationToken).ConfigureAwait(false);
        await archive.WriteAsync(new byte[ArchiveLayout.Padding(item.Length)], cancellationToken).ConfigureAwait(false);
    }

    /// <summary>The list as the checksum tools read it. What they cannot read, names of several lines, is verified by size only.</summary>
    private string Sums(IEnumerable<CopiedFile> files)
    {
        var lines = new StringBuilder();
        foreach (var file in files.Where(file => file.Hash is not null && !file.RemotePath.Contains('\n', StringComparison.Ordinal)))
        {
            lines.Append(file.Hash!.ToLowerInvariant()).Append("  ").Append(_root).Append(file.RemotePath, destination.Length, file.RemotePath.Length - destination.Length).Append('\n');
        }

        return lines.ToString();
    }

    private string PathOf(LocalItem item) => item.Name.Length == 0 ? destination : RemotePath.Join(destination, item.Name);

    private UploadedFile Open(LocalItem item) => new(item, PathOf(item), tally);
}
