using System.Security.Cryptography;

namespace PodTools.Kubernetes.Copy;

/// <summary>Keeps the numbers of a copy while it runs: files, bytes, checksums, what was skipped.</summary>
/// <param name="progress">Receives how far the copy is; may be null.</param>
/// <param name="total">The bytes that there are to copy; null when that is not known.</param>
/// <param name="checksum">The container's checksum tool; null when it has none.</param>
internal sealed class CopyTally(IProgress<CopyProgress>? progress, long? total, string? checksum)
{
    private const string Md5 = "md5sum";
    private const string Sha256 = "sha256sum";

    /// <summary>
    /// The container's tools that can compute a checksum. It is to find what was damaged on the way, on a connection that is
    /// proof against forgery already: so the faster one comes first.
    /// </summary>
    public static IReadOnlyList<string> ChecksumTools { get; } = [Md5, Sha256];

    public List<PodCopySkip> Skipped { get; } = [];

    public List<CopiedFile> Files { get; } = [];

    public long Bytes { get; private set; }

    /// <summary>The tool that files are verified with afterwards.</summary>
    public string? Checksum => checksum;

    /// <summary>How many hexadecimal digits a checksum has; 0 when there are none.</summary>
    public int HashDigits => checksum switch { Md5 => 32, Sha256 => 64, _ => 0 };

    /// <summary>A hash for one file, or null when none can be compared.</summary>
    public IncrementalHash? NewHash() => checksum switch
    {
        Sha256 => IncrementalHash.CreateHash(HashAlgorithmName.SHA256),
        Md5 => IncrementalHash.CreateHash(HashAlgorithmName.MD5),
        _ => null,
    };

    /// <summary>Remembers the numbers of now, to <see cref="Return"/> to when what follows was in vain.</summary>
    public (int Files, long Bytes) Mark() => (Files.Count, Bytes);

    /// <summary>Forgets what was counted since a mark.</summary>
    public void Return((int Files, long Bytes) mark)
    {
        Files.RemoveRange(mark.Files, Files.Count - mark.Files);
        Bytes = mark.Bytes;
    }

    /// <summary>Counts bytes of a file.</summary>
    public void Add(string path, int count)
    {
        Bytes += count;
        progress?.Report(new CopyProgress(path, Bytes, total));
    }

    /// <summary>Counts a file that is complete.</summary>
    /// <param name="remotePath">Its path in the container.</param>
    /// <param name="length">Its bytes.</param>
    /// <param name="hash">Has taken them; null when none can be compared.</param>
    /// <param name="localPath">Where it was written to; null when it was read here.</param>
    public void Finish(string remotePath, long length, IncrementalHash? hash, string? localPath = null) =>
        Files.Add(new CopiedFile(remotePath, length, hash is null ? null : Convert.ToHexString(hash.GetHashAndReset()), localPath));
}
