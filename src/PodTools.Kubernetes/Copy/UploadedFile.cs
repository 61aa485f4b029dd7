using System.Security.Cryptography;

namespace PodTools.Kubernetes.Copy;

/// <summary>A local file while it is sent: counted and hashed on the way, and noted when it is complete.</summary>
internal sealed class UploadedFile : ReadOnlyStream
{
    private readonly ExactStream _content;
    private readonly IncrementalHash? _hash;
    private readonly string _remotePath;
    private readonly long _length;
    private readonly CopyTally _tally;

    public UploadedFile(LocalItem item, string remotePath, CopyTally tally)
    {
        _remotePath = remotePath;
        _length = item.Length;
        _tally = tally;
        _hash = tally.NewHash();
        _content = new ExactStream(
            new FileStream(item.Path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, 1, FileOptions.Asynchronous | FileOptions.SequentialScan),
            item.Length,
            _hash,
            count => tally.Add(item.Name.Length == 0 ? Path.GetFileName(item.Path) : item.Name, count));
    }

    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
        _content.ReadAsync(buffer, cancellationToken);

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            if (_content.IsComplete)
            {
                _tally.Finish(_remotePath, _length, _hash);
            }

            _content.Dispose();
            _hash?.Dispose();
        }

        base.Dispose(disposing);
    }
}
