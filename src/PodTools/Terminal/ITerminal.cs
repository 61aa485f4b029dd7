namespace PodTools.Terminal;

/// <summary>The terminal in front of which the user sits.</summary>
internal interface ITerminal
{
    /// <summary>Its size in characters.</summary>
    (int Columns, int Rows) Size { get; }

    /// <summary>Hands every key to the program as it is pressed, Ctrl+C too, and prints bytes as they are.</summary>
    /// <returns>Disposing it brings back what was before; that happens also when the process ends.</returns>
    IDisposable EnterRawMode();

    /// <summary>Reads the keys that were pressed. Waits a tenth of a second at most, so that the caller can look at other things.</summary>
    /// <param name="buffer">Takes the bytes that the keys stand for.</param>
    /// <returns>How many there are; 0 for none yet, -1 when there will be no more.</returns>
    int Read(Span<byte> buffer);

    /// <summary>Prints bytes.</summary>
    /// <param name="bytes">Text and control sequences.</param>
    void Write(ReadOnlySpan<byte> bytes);
}
