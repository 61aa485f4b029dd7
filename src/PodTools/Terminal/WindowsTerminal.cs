using System.Runtime.InteropServices;
using System.Text;

namespace PodTools.Terminal;

/// <summary>The console of Windows, which speaks the control sequences of terminals when it is asked to.</summary>
internal sealed partial class WindowsTerminal : ITerminal
{
    private const int StandardInput = -10;
    private const int StandardOutput = -11;
    private const uint Patience = 100;
    private const uint Signalled = 0;
    private const ushort KeyEvent = 1;

    /// <summary>ENABLE_PROCESSED_INPUT, ENABLE_LINE_INPUT and ENABLE_ECHO_INPUT.</summary>
    private const uint Cooked = 0x1 | 0x2 | 0x4;

    /// <summary>ENABLE_VIRTUAL_TERMINAL_INPUT.</summary>
    private const uint SequencesIn = 0x200;

    /// <summary>ENABLE_PROCESSED_OUTPUT, ENABLE_VIRTUAL_TERMINAL_PROCESSING and DISABLE_NEWLINE_AUTO_RETURN.</summary>
    private const uint SequencesOut = 0x1 | 0x4 | 0x8;

    private readonly nint _input = GetHandle(StandardInput);
    private readonly nint _output = GetHandle(StandardOutput);

    /// <summary>Keeps the first half of a character that comes as two key events.</summary>
    private readonly Encoder _encoder = Encoding.UTF8.GetEncoder();

    /// <inheritdoc/>
    public (int Columns, int Rows) Size => (Console.WindowWidth, Console.WindowHeight);

    /// <inheritdoc/>
    public IDisposable EnterRawMode()
    {
        Check(GetMode(_input, out var inputMode));
        Check(GetMode(_output, out var outputMode));
        var encoding = Console.OutputEncoding;
        var mode = new RawMode(() =>
        {
            SetMode(_input, inputMode);
            SetMode(_output, outputMode);
            Console.OutputEncoding = encoding;
        });
        Check(SetMode(_input, (inputMode & ~Cooked) | SequencesIn));
        Check(SetMode(_output, outputMode | SequencesOut));
        Console.OutputEncoding = Encoding.UTF8;
        return mode;
    }

    /// <inheritdoc/>
    public int Read(Span<byte> buffer)
    {
        // Reading events and not text never blocks: what is no key, such as the window getting the focus, passes by.
        if (Wait(_input, Patience) != Signalled || ReadEvent(_input, out var happened, 1, out _) == 0)
        {
            return 0;
        }

        return happened is { Type: KeyEvent, IsDown: not 0, Character: not 0 }
            ? _encoder.GetBytes([(char)happened.Character], buffer, flush: false)
            : 0;
    }

    /// <inheritdoc/>
    public void Write(ReadOnlySpan<byte> bytes)
    {
        using var output = Console.OpenStandardOutput();
        output.Write(bytes);
    }

    private static void Check(int result)
    {
        if (result == 0)
        {
            throw new IOException($"The console cannot be set up: {Marshal.GetLastPInvokeErrorMessage()}.");
        }
    }

    [LibraryImport("kernel32", EntryPoint = "GetStdHandle")]
    private static partial nint GetHandle(int which);

    [LibraryImport("kernel32", EntryPoint = "GetConsoleMode", SetLastError = true)]
    private static partial int GetMode(nint handle, out uint mode);

    [LibraryImport("kernel32", EntryPoint = "SetConsoleMode", SetLastError = true)]
    private static partial int SetMode(nint handle, uint mode);

    [LibraryImport("kernel32", EntryPoint = "WaitForSingleObject")]
    private static partial uint Wait(nint handle, uint milliseconds);

    [LibraryImport("kernel32", EntryPoint = "ReadConsoleInputW")]
    private static partial int ReadEvent(nint handle, out InputEvent happened, uint most, out uint count);

    /// <summary>INPUT_RECORD with the fields of KEY_EVENT_RECORD that are looked at.</summary>
    [StructLayout(LayoutKind.Explicit, Size = 20)]
    private struct InputEvent
    {
        [FieldOffset(0)]
        public ushort Type;

        [FieldOffset(4)]
        public int IsDown;

        [FieldOffset(14)]
        public ushort Character;
    }
}
