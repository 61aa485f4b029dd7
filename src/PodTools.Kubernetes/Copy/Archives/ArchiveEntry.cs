using System.Formats.Tar;

namespace PodTools.Kubernetes.Copy.Archives;

/// <summary>What an archive says about one thing in it.</summary>
/// <param name="Type">What it is.</param>
/// <param name="Name">Its path, as it is written.</param>
/// <param name="LinkName">Where a link leads; else empty.</param>
/// <param name="Mode">Its permissions.</param>
/// <param name="Time">When it was last changed.</param>
/// <param name="Length">How many bytes its content has.</param>
internal sealed record ArchiveEntry(TarEntryType Type, string Name, string LinkName, UnixFileMode Mode, DateTimeOffset Time, long Length);
