using System.Formats.Tar;
using PodTools.Kubernetes.Copy;
using PodTools.Kubernetes.Streams;

namespace PodTools.Kubernetes.Tests.Copy;

/// <summary>A container whose tar sends whatever the test wants.</summary>
internal sealed class ArchiveShell(byte[] archive) : IRemoteShell
{
    public static byte[] ArchiveOf(params TarEntry[] entries)
    {
        using var bytes = new MemoryStream();
        using (var writer = new TarWriter(bytes, TarEntryFormat.Pax, leaveOpen: true))
        {
            foreach (var entry in entries)
            {
                writer.WriteEntry(entry);
            }
        }

        return bytes.ToArray();
    }

    public static TarEntry FileOf(string name, string text) =>
        new PaxTarEntry(TarEntryType.RegularFile, name) { DataStream = new MemoryStream(System.Text.Encoding.UTF8.GetBytes(text)) };

    public async Task<RemoteRun> RunAsync(IReadOnlyList<string> command, StreamWork? feed, StreamWork? read, CancellationToken cancellationToken)
    {
        if (command[0] == "sh")
        {
            return new RemoteRun(new RemoteExit(null, new KubernetesException(StreamReason.CommandNotFound, "sh")), "", true);
        }

        if (read is not null)
        {
            await read(new Received(archive), cancellationToken);
        }

        return new RemoteRun(new RemoteExit(0, null), "", true);
    }

    /// <summary>Bytes as they come from a network: only forwards.</summary>
    private sealed class Received(byte[] bytes) : MemoryStream(bytes)
    {
        public override bool CanSeek => false;

        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
            base.ReadAsync(buffer[..Math.Min(buffer.Length, 1000)], cancellationToken);
    }
}
