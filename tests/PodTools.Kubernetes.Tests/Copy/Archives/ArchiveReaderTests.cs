using System.Formats.Tar;
using System.Globalization;
using System.Text;
using PodTools.Kubernetes.Copy;
using PodTools.Kubernetes.Copy.Archives;

namespace PodTools.Kubernetes.Tests.Copy.Archives;

public sealed class ArchiveReaderTests
{
    private static readonly DateTimeOffset Time = new(2020, 2, 29, 12, 0, 0, TimeSpan.Zero);
    private static readonly string LongName = string.Concat(Enumerable.Repeat("folder/", 15)) + "größe";

    [Theory]
    [InlineData(TarEntryFormat.V7, "name")]
    [InlineData(TarEntryFormat.Ustar, "name")]
    [InlineData(TarEntryFormat.Gnu, "name")]
    [InlineData(TarEntryFormat.Pax, "name")]
    [InlineData(TarEntryFormat.Ustar, null)]
    [InlineData(TarEntryFormat.Gnu, null)]
    [InlineData(TarEntryFormat.Pax, null)]
    public async Task Entries_of_every_format_are_read(TarEntryFormat format, string? name)
    {
        name ??= LongName;
        var bytes = new MemoryStream();
        await using (var writer = new TarWriter(bytes, format, leaveOpen: true))
        {
            await writer.WriteEntryAsync(Entry(format, TarEntryType.Directory, name));
            var file = Entry(format, format == TarEntryFormat.V7 ? TarEntryType.V7RegularFile : TarEntryType.RegularFile, name);
            file.DataStream = new MemoryStream(new byte[700]);
            await writer.WriteEntryAsync(file);
            var link = Entry(format, TarEntryType.SymbolicLink, name);
            link.LinkName = "../elsewhere";
            await writer.WriteEntryAsync(link);
        }

        var entries = await ReadAsync(bytes.ToArray());

        Assert.All(entries, entry => Assert.Equal((name, UnixFileMode.UserRead | UnixFileMode.SetGroup, Time), (entry.Name, entry.Mode, entry.Time)));
        Assert.Equal([TarEntryType.Directory, format == TarEntryFormat.V7 ? TarEntryType.V7RegularFile : TarEntryType.RegularFile, TarEntryType.SymbolicLink], entries.Select(entry => entry.Type));
        Assert.Equal([0L, 700L, 0L], entries.Select(entry => entry.Length));
        Assert.Equal(["", "", "../elsewhere"], entries.Select(entry => entry.LinkName));
    }

    [Fact]
    public async Task What_belongs_to_a_user_of_many_digits_is_read()
    {
        var archive = ArchiveShell.ArchiveOf(new GnuTarEntry(TarEntryType.RegularFile, "file") { ModificationTime = Time });
        ArchiveNumber.Write(archive.AsSpan(ArchiveLayout.Owner), 1_000_660_000);
        ArchiveNumber.Write(archive.AsSpan(ArchiveLayout.Group), 1_000_660_000);
        Sign(archive);

        Assert.Equal("file", Assert.Single(await ReadAsync(archive)).Name);
    }

    [Theory]
    [InlineData("1582977600.25", "2020-02-29T12:00:00.2500000Z")]
    [InlineData("1582977600", "2020-02-29T12:00:00.0000000Z")]
    [InlineData("-1.5", "1969-12-31T23:59:58.5000000Z")]
    [InlineData("999999999999999999", "9999-12-31T23:59:59.0000000Z")]
    public async Task Attributes_outside_of_the_header_hold(string time, string expected)
    {
        var global = Header(TarEntryType.GlobalExtendedAttributes, Records("comment=x"));
        var archive = Archive(global, Header(TarEntryType.ExtendedAttributes, Records($"mtime={time}", "path=a\nb", "size=3", "unknown=")), Header(TarEntryType.RegularFile, "abc"));

        var entry = Assert.Single(await ReadAsync(archive));

        Assert.Equal(("a\nb", 3L), (entry.Name, entry.Length));
        Assert.Equal(expected, entry.Time.UtcDateTime.ToString("O", CultureInfo.InvariantCulture));
    }

    [Fact]
    public async Task Content_that_nobody_reads_is_passed_over_and_what_is_read_ends_where_it_ends()
    {
        var reader = new ArchiveReader(new MemoryStream(Archive(Header(TarEntryType.RegularFile, "unread"), Header(TarEntryType.RegularFile, "text"))));

        await reader.ReadAsync(default);
        await reader.ReadAsync(default);
        var text = await new StreamReader(reader.Content).ReadToEndAsync();

        Assert.Equal(("text", null), (text, await reader.ReadAsync(default)));
    }

    [Theory]
    [InlineData("3 a=b\n")]
    [InlineData("99 a=b\n")]
    [InlineData("6 a=b")]
    [InlineData("x a=b\n")]
    [InlineData("6 abc\n")]
    [InlineData("-6 a=b\n")]
    [InlineData("11 size=-1\n")]
    [InlineData("12 size=1e3\n")]
    [InlineData("11 mtime=x\n")]
    public async Task Attributes_that_are_none_are_an_error(string text) =>
        await Assert.ThrowsAsync<InvalidDataException>(() => ReadAsync(Archive(Header(TarEntryType.ExtendedAttributes, text), Header(TarEntryType.RegularFile, ""))));

    [Fact]
    public async Task A_name_without_end_is_an_error_before_it_fills_the_memory()
    {
        var archive = Header(TarEntryType.LongPath, "");
        ArchiveNumber.Write(archive.AsSpan(ArchiveLayout.Length), long.MaxValue);
        Sign(archive);

        await Assert.ThrowsAsync<InvalidDataException>(() => ReadAsync(archive));
    }

    [Fact]
    public async Task An_archive_without_its_end_is_an_error()
    {
        var whole = Archive(Header(TarEntryType.RegularFile, "text"));

        for (var length = 0; length < whole.Length - ArchiveLayout.BlockSize; length += 256)
        {
            await Assert.ThrowsAsync<EndOfStreamException>(() => ReadAsync(whole[..length]));
        }
    }

    [Theory]
    [InlineData("8000000000000000000000FF", 255L)]
    [InlineData("80000000000F4240", 1_000_000L)]
    [InlineData("FFFFFFFFFFFFFFFFFFFFFFFE", -2L)]
    [InlineData("807FFFFFFFFFFFFFFF", long.MaxValue)]
    [InlineData("2020313000", 8L)]
    [InlineData("0000", 0L)]
    public void Numbers_are_octal_or_binary(string field, long value) => Assert.Equal(value, ArchiveNumber.Read(Convert.FromHexString(field)));

    [Theory]
    [InlineData("3130203131")]
    [InlineData("3839")]
    [InlineData("2D31")]
    [InlineData("80FFFFFFFFFFFFFFFF")]
    [InlineData("FF7FFFFFFFFFFFFFFF")]
    public void What_is_no_number_is_an_error(string field) => Assert.Throws<InvalidDataException>(() => ArchiveNumber.Read(Convert.FromHexString(field)));

    private static async Task<List<ArchiveEntry>> ReadAsync(byte[] archive)
    {
        var entries = new List<ArchiveEntry>();
        var reader = new ArchiveReader(new MemoryStream(archive));
        while (await reader.ReadAsync(default) is { } entry)
        {
            entries.Add(entry);
        }

        return entries;
    }

    private static TarEntry Entry(TarEntryFormat format, TarEntryType type, string name)
    {
        TarEntry entry = format switch
        {
            TarEntryFormat.V7 => new V7TarEntry(type, name),
            TarEntryFormat.Ustar => new UstarTarEntry(type, name),
            TarEntryFormat.Gnu => new GnuTarEntry(type, name),
            _ => new PaxTarEntry(type, name),
        };
        entry.ModificationTime = Time;
        entry.Mode = UnixFileMode.UserRead | UnixFileMode.SetGroup;
        return entry;
    }

    private static byte[] Archive(params byte[][] entries) => [.. entries.SelectMany(entry => entry), .. new byte[1024]];

    private static byte[] Header(TarEntryType type, string content)
    {
        var bytes = Encoding.UTF8.GetBytes(content);
        var item = new LocalItem("", "", LocalItemKind.File, bytes.Length, UnixFileMode.UserRead, Time, null);
        var header = ArchiveHeader.Of(item, "name");
        header[ArchiveLayout.Type] = (byte)type;
        Sign(header);
        return [.. header, .. bytes, .. new byte[ArchiveLayout.Padding(bytes.Length)]];
    }

    private static string Records(params string[] records) => string.Concat(records.Select(record =>
    {
        // The length counts its own digits.
        var length = Encoding.UTF8.GetByteCount(record) + 3;
        return length < 10 ? $"{length} {record}\n" : $"{length + 1} {record}\n";
    }));

    private static void Sign(Span<byte> header) => ArchiveNumber.Write(header[ArchiveLayout.Sum], ArchiveLayout.SumOf(header[..ArchiveLayout.BlockSize]));
}
