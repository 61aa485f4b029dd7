using System.Security.Cryptography;

namespace PodTools.Kubernetes.Copy;

/// <summary>Keeps the numbers of a copy while it runs: files, bytes, checksums, what was skipped.</summary>
/// <param name="progress">Receives how far the copy is; may be null.</param>
/// <param name="total">The bytes that there are to copy; null when that is not known.</param>
/// <param name="checksum">The container's checksum tool; null when it has none.</param>
internal sealed class CopyTally(IProgress<CopyProgress>? progress, long? total, string? checksum)
{
    public List<PodCopySkip> Skipped { get; } = [];

    public List<CopiedFile> Files { get; } = [];

    public long Bytes { get; private set; }

    /// <summary>The tool that files are verified with afterwards.</summary>
    public string? Checksum => checksum;

    /// <summary>A hash for one file, or null when none can be compared.</summary>
    public IncrementalHash? NewHash() => checksum switch
    {
        "sha256sum" => IncrementalHash.CreateHash(HashAlgorithmName.SHA256),
        "md5sum" => IncrementalHash.CreateHash(HashAlgorithmName.MD5),
        _ => null,
    };

    /// <summary>Counts bytes of a file.</summary>
    public void Add(string path, int count)
    {
        Bytes += count;
        progress?.Report(new CopyProgress(path, Bytes, total));
    }

    /// <summary>Counts a file that is complete.</summary>
    public void Finish(string remotePath, long length, IncrementalHash? hash) =>
        Files.Add(new CopiedFile(remotePath, length, hash is null ? null : Convert.ToHexString(hash.GetHashAndReset())));
}
