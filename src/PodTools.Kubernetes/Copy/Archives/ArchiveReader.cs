using System.Formats.Tar;
using System.Globalization;
using System.Text;

namespace PodTools.Kubernetes.Copy.Archives;

/// <summary>
/// Reads an archive as it comes, in any format that a tar writes. The framework's own reader does not serve: that of .NET 8
/// refuses binary numbers, and with them whatever belongs to a user like 1000660000, as containers on OpenShift have, and
/// files from 8 GiB on.
/// </summary>
internal sealed class ArchiveReader(Stream archive)
{
    /// <summary>Names are not longer; an archive that says so is damaged.</summary>
    private const int LongestText = 1024 * 1024;

    private static readonly long EarliestTime = DateTimeOffset.MinValue.ToUnixTimeSeconds();
    private static readonly long LatestTime = DateTimeOffset.MaxValue.ToUnixTimeSeconds();

    private readonly Stream _archive = archive;
    private long _unread;
    private int _padding;

    /// <summary>What the entry that was read last contains; empty for what can have no content. It ends where the next entry is read.</summary>
    public Stream Content { get; private set; } = Stream.Null;

    /// <summary>Goes to the next entry.</summary>
    /// <returns>The entry, or null at the mark that ends the archive.</returns>
    /// <exception cref="InvalidDataException">This is no archive, or a damaged one.</exception>
    /// <exception cref="EndOfStreamException">It breaks off before the mark.</exception>
    public async Task<ArchiveEntry?> ReadAsync(CancellationToken cancellationToken)
    {
        string? name = null, target = null;
        var records = new Dictionary<string, string>();
        while (await ReadHeaderAsync(cancellationToken).ConfigureAwait(false) is { } header)
        {
            switch ((TarEntryType)header[ArchiveLayout.Type])
            {
                case TarEntryType.LongPath:
                    name = Text(await ReadTextAsync(cancellationToken).ConfigureAwait(false));
                    break;
                case TarEntryType.LongLink:
                    target = Text(await ReadTextAsync(cancellationToken).ConfigureAwait(false));
                    break;
                case TarEntryType.ExtendedAttributes:
                    records = PaxRecords.Read(await ReadTextAsync(cancellationToken).ConfigureAwait(false));
                    break;
                case TarEntryType.GlobalExtendedAttributes:
                    break;
                default:
                    return EntryOf(header, records, name, target);
            }
        }

        return null;
    }

    private ArchiveEntry EntryOf(byte[] header, Dictionary<string, string> records, string? name, string? target)
    {
        var type = (TarEntryType)header[ArchiveLayout.Type];
        Begin(HasContent(type) ? records.TryGetValue("size", out var size) ? SizeOf(size) : _unread : 0);
        return new ArchiveEntry(
            type,
            records.GetValueOrDefault("path") ?? name ?? NameIn(header),
            records.GetValueOrDefault("linkpath") ?? target ?? Text(header.AsSpan(ArchiveLayout.LinkName)),
            (UnixFileMode)(ArchiveNumber.Read(header.AsSpan(ArchiveLayout.Mode)) & 0b111_111_111_111),
            records.TryGetValue("mtime", out var time) ? TimeOf(time) : TimeOf(ArchiveNumber.Read(header.AsSpan(ArchiveLayout.Time))),
            _unread);
    }

    /// <summary>Reads the header after what is left of the entry before; null for the mark of the end.</summary>
    private async Task<byte[]?> ReadHeaderAsync(CancellationToken cancellationToken)
    {
        await Content.CopyToAsync(Stream.Null, cancellationToken).ConfigureAwait(false);
        await _archive.ReadExactlyAsync(new byte[_padding], cancellationToken).ConfigureAwait(false);
        var header = new byte[ArchiveLayout.BlockSize];
        await _archive.ReadExactlyAsync(header, cancellationToken).ConfigureAwait(false);
        if (!header.AsSpan().ContainsAnyExcept((byte)0))
        {
            Begin(0);
            return null;
        }

        if (ArchiveNumber.Read(header.AsSpan(ArchiveLayout.Sum)) != ArchiveLayout.SumOf(header))
        {
            throw new InvalidDataException("A header of the archive is damaged: its checksum differs.");
        }

        Begin(ArchiveNumber.Read(header.AsSpan(ArchiveLayout.Length)));
        return header;
    }

    private void Begin(long length)
    {
        _unread = length >= 0 ? length : throw new InvalidDataException("The archive has an entry of less than nothing.");
        _padding = ArchiveLayout.Padding(length);
        Content = length == 0 ? Stream.Null : new EntryContent(this);
    }

    private async Task<byte[]> ReadTextAsync(CancellationToken cancellationToken)
    {
        var text = new byte[_unread <= LongestText ? _unread : throw new InvalidDataException("The archive has a name of more than a mebibyte.")];
        await Content.ReadExactlyAsync(text, cancellationToken).ConfigureAwait(false);
        return text;
    }

    /// <summary>Links, devices, folders and pipes have none, whatever size their header gives.</summary>
    private static bool HasContent(TarEntryType type) => type is < TarEntryType.HardLink or > TarEntryType.Fifo;

    /// <summary>The format of POSIX has room for the beginning of a long name.</summary>
    private static string NameIn(byte[] header)
    {
        var prefix = header.AsSpan(ArchiveLayout.Magic).StartsWith("ustar\0"u8) ? Text(header.AsSpan(ArchiveLayout.Prefix)) : "";
        var name = Text(header.AsSpan(ArchiveLayout.Name));
        return prefix.Length == 0 ? name : $"{prefix}/{name}";
    }

    private static string Text(ReadOnlySpan<byte> field) => Encoding.UTF8.GetString(field.IndexOf((byte)0) is >= 0 and var end ? field[..end] : field);

    private static long SizeOf(string text) =>
        long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var size) ? size : throw new InvalidDataException($"The archive has a size of '{text}'.");

    private static DateTimeOffset TimeOf(string text)
    {
        if (!decimal.TryParse(text, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var seconds))
        {
            throw new InvalidDataException($"The archive has a time of '{text}'.");
        }

        var known = decimal.Clamp(seconds, EarliestTime, LatestTime);
        var whole = decimal.Floor(known);
        return TimeOf((long)whole).AddTicks((long)((known - whole) * TimeSpan.TicksPerSecond));
    }

    private static DateTimeOffset TimeOf(long seconds) => DateTimeOffset.FromUnixTimeSeconds(Math.Clamp(seconds, EarliestTime, LatestTime));

    /// <summary>Shorter than it should be where the archive breaks off, which reading on tells.</summary>
    private sealed class EntryContent(ArchiveReader reader) : ReadOnlyStream
    {
        public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            var count = await reader._archive.ReadAsync(buffer[..(int)Math.Min(buffer.Length, reader._unread)], cancellationToken).ConfigureAwait(false);
            reader._unread -= count;
            return count;
        }
    }
}
