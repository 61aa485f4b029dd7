namespace PodTools.Benchmarks;

/// <summary>A file that goes when it is disposed.</summary>
internal sealed class TemporaryFile : IDisposable
{
    /// <summary>The file of this system that keeps nothing.</summary>
    public static string Nowhere => OperatingSystem.IsWindows() ? "NUL" : "/dev/null";

    /// <summary>Where it is, or will be.</summary>
    public string Path { get; } = System.IO.Path.Combine(System.IO.Path.GetTempPath(), $"podtools-bench-{Guid.NewGuid():n}");

    /// <summary>Writes so many bytes of zeros, as the commands in the pods do.</summary>
    public void Fill(long bytes)
    {
        var piece = new byte[1 << 20];
        using var stream = File.Create(Path);
        while (bytes > 0)
        {
            var count = (int)Math.Min(bytes, piece.Length);
            stream.Write(piece, 0, count);
            bytes -= count;
        }
    }

    /// <summary>Makes sure that what was measured did its work.</summary>
    public void MustHave(long bytes)
    {
        var length = File.Exists(Path) ? new FileInfo(Path).Length : 0;
        if (length != bytes)
        {
            throw new InvalidOperationException($"{length} bytes arrived in place of {bytes}.");
        }
    }

    public void Dispose() => File.Delete(Path);
}
