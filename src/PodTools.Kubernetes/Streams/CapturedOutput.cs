using System.Text;

namespace PodTools.Kubernetes.Streams;

/// <summary>Keeps what a command writes, as far as that can be given as one text.</summary>
internal sealed class CapturedOutput : WriteOnlyStream
{
    private const int Largest = 512 * 1024 * 1024;

    private readonly MemoryStream _bytes = new();

    /// <summary>The text as a shell takes a command's output: the line end after the last line is not part of it.</summary>
    public string Text
    {
        get
        {
            var text = Encoding.UTF8.GetString(_bytes.GetBuffer(), 0, (int)_bytes.Length);
            return text.EndsWith("\r\n", StringComparison.Ordinal) ? text[..^2] : text.EndsWith('\n') ? text[..^1] : text;
        }
    }

    public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (_bytes.Length + buffer.Length > Largest)
        {
            throw new KubernetesException(
                StreamReason.OutputTooLarge, $"The command writes more than {Largest / (1024 * 1024)} MiB, which is too much for one text.");
        }

        _bytes.Write(buffer.Span);
        return ValueTask.CompletedTask;
    }
}
