using System.Buffers;
using System.Text;

namespace PodTools.Kubernetes.Streams;

/// <summary>Keeps what a command writes, as far as that can be given as one text.</summary>
/// <remarks>In pieces: one array that grows would be copied again and again, and be there twice each time.</remarks>
internal sealed class CapturedOutput : WriteOnlyStream
{
    private const int Largest = 512 * 1024 * 1024;
    private const int PieceSize = 256 * 1024;

    private readonly List<byte[]> _pieces = [];
    private int _length;

    /// <summary>The text as a shell takes a command's output: the line end after the last line is not part of it.</summary>
    public string Text
    {
        get
        {
            var length = _length - LineEnd();
            return string.Create(CountLetters(length), (Output: this, length), static (text, kept) => kept.Output.Decode(kept.length, text));
        }
    }

    public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (_length + buffer.Length > Largest)
        {
            throw new KubernetesException(
                StreamReason.OutputTooLarge, $"The command writes more than {Largest / (1024 * 1024)} MiB, which is too much for one text.");
        }

        while (!buffer.IsEmpty)
        {
            var room = Room();
            var part = buffer[..Math.Min(buffer.Length, room.Length)];
            part.Span.CopyTo(room);
            _length += part.Length;
            buffer = buffer[part.Length..];
        }

        return ValueTask.CompletedTask;
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _pieces.ForEach(piece => ArrayPool<byte>.Shared.Return(piece));
            _pieces.Clear();
            _length = 0;
        }

        base.Dispose(disposing);
    }

    /// <summary>What is free of the last piece, or a new one.</summary>
    private Span<byte> Room()
    {
        if (_length == _pieces.Count * PieceSize)
        {
            _pieces.Add(ArrayPool<byte>.Shared.Rent(PieceSize));
        }

        return _pieces[^1].AsSpan(0, PieceSize)[(_length % PieceSize)..];
    }

    private int LineEnd() => !EndsWith('\n', 0) ? 0 : EndsWith('\r', 1) ? 2 : 1;

    private bool EndsWith(char letter, int before)
    {
        var place = _length - 1 - before;
        return place >= 0 && _pieces[place / PieceSize][place % PieceSize] == letter;
    }

    /// <summary>How many letters the bytes are: decoded twice, they need no room for the letters besides the text itself.</summary>
    private int CountLetters(int length)
    {
        var letters = ArrayPool<char>.Shared.Rent(Encoding.UTF8.GetMaxCharCount(PieceSize));
        var decoder = Encoding.UTF8.GetDecoder();
        var count = 0;
        for (var start = 0; start < length; start += PieceSize)
        {
            count += decoder.GetChars(Piece(start, length), letters, flush: start + PieceSize >= length);
        }

        ArrayPool<char>.Shared.Return(letters);
        return count;
    }

    private void Decode(int length, Span<char> text)
    {
        var decoder = Encoding.UTF8.GetDecoder();
        for (var start = 0; start < length; start += PieceSize)
        {
            text = text[decoder.GetChars(Piece(start, length), text, flush: start + PieceSize >= length)..];
        }
    }

    private ReadOnlySpan<byte> Piece(int start, int length) => _pieces[start / PieceSize].AsSpan(0, Math.Min(PieceSize, length - start));
}
