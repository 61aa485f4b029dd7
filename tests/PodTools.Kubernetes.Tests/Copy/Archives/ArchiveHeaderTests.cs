using System.Formats.Tar;
using System.Text;
using PodTools.Kubernetes.Copy;
using PodTools.Kubernetes.Copy.Archives;

namespace PodTools.Kubernetes.Tests.Copy.Archives;

public sealed class ArchiveHeaderTests
{
    private static readonly DateTimeOffset Time = new(2020, 2, 29, 12, 0, 0, TimeSpan.Zero);

    public static TheoryData<string, string?> Names() => new()
    {
        { "new/a b", null },
        { Long(99), null },
        { Long(100), null },
        { Long(101), null },
        { Long(512), null },
        { "new/größe", "../anderswo" },
        { "new/link", Long(100) },
        { Long(511), Long(1000) },
        { new string('ß', 60), new string('ß', 300) },
    };

    [Theory]
    [MemberData(nameof(Names))]
    public void Names_and_targets_of_any_length_are_read_back(string name, string? target)
    {
        var item = Item(target is null ? LocalItemKind.Folder : LocalItemKind.Link, 0, target);

        var entry = Read(ArchiveHeader.Of(item, name));

        Assert.Equal((name, target ?? "", Time), (entry.Name, entry.LinkName, entry.ModificationTime));
        Assert.Equal(target is null ? TarEntryType.Directory : TarEntryType.SymbolicLink, entry.EntryType);
        Assert.Equal(item.Mode, entry.Mode);
    }

    [Theory]
    [InlineData(0L, "30 30 30 30 30 30 30 30 30 30 30 00")]
    [InlineData(8L * 1024 * 1024 * 1024 - 1, "37 37 37 37 37 37 37 37 37 37 37 00")]
    [InlineData(8L * 1024 * 1024 * 1024, "80 00 00 00 00 00 00 02 00 00 00 00")]
    [InlineData(5L * 1024 * 1024 * 1024 * 1024, "80 00 00 00 00 00 05 00 00 00 00 00")]
    public void Sizes_of_too_many_digits_are_binary(long length, string field)
    {
        var block = ArchiveHeader.Of(Item(LocalItemKind.File, length), "new/large");

        Assert.Equal(field, BitConverter.ToString(block, 124, 12).Replace('-', ' '));
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(1, 511)]
    [InlineData(512, 0)]
    [InlineData(8L * 1024 * 1024 * 1024 + 513, 511)]
    public void Content_is_filled_up_to_whole_blocks(long length, int padding) => Assert.Equal(padding, ArchiveLayout.Padding(length));

    [Theory]
    [MemberData(nameof(Names))]
    public void Nothing_stands_where_old_tars_look_for_the_beginning_of_the_name(string name, string? target)
    {
        var blocks = ArchiveHeader.Of(Item(LocalItemKind.Link, 0, target), name);

        Assert.All(blocks[^(ArchiveLayout.BlockSize - 345)..], value => Assert.Equal(0, value));
    }

    private static LocalItem Item(LocalItemKind kind, long length, string? target = null) =>
        new("", "", kind, length, UnixFileMode.UserRead | UnixFileMode.UserExecute | UnixFileMode.OtherWrite | UnixFileMode.StickyBit, Time, target);

    private static TarEntry Read(byte[] blocks) => new TarReader(new ForwardOnly(blocks)).GetNextEntry()!;

    private static string Long(int length) => new StringBuilder(length).Insert(0, "folder/", (length / 7) + 1).ToString(0, length - 1) + "z";

    /// <summary>Content that is not there cannot be sought, nor is it needed.</summary>
    private sealed class ForwardOnly(byte[] bytes) : MemoryStream(bytes)
    {
        public override bool CanSeek => false;
    }
}
