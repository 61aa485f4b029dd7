using System.Runtime.InteropServices;

namespace PodTools.Terminal;

/// <summary>The terminal on Linux and macOS.</summary>
internal sealed partial class UnixTerminal : ITerminal
{
    private const int StandardInput = 0;
    private const short HasInput = 1;
    private const int Patience = 100;

    // The settings are handed back as they were received; nothing here depends on how a system lays them out.
    private const int SettingsSize = 256;

    private const int Now = 0;

    /// <inheritdoc/>
    public (int Columns, int Rows) Size => (Console.WindowWidth, Console.WindowHeight);

    /// <inheritdoc/>
    public IDisposable EnterRawMode()
    {
        var before = new byte[SettingsSize];
        Check(GetSettings(StandardInput, before));
        var raw = (byte[])before.Clone();
        MakeRaw(raw);
        var mode = new RawMode(() => SetSettings(StandardInput, Now, before));
        Check(SetSettings(StandardInput, Now, raw));
        return mode;
    }

    /// <inheritdoc/>
    public int Read(Span<byte> buffer)
    {
        // The console's own stream edits lines, so the keys are read below it.
        var wait = new PollEntry { Descriptor = StandardInput, Events = HasInput };
        if (Poll(ref wait, 1, Patience) <= 0)
        {
            return 0;
        }

        var count = ReadBytes(StandardInput, ref MemoryMarshal.GetReference(buffer), buffer.Length);
        return count > 0 ? (int)count : -1;
    }

    /// <inheritdoc/>
    public void Write(ReadOnlySpan<byte> bytes)
    {
        using var output = Console.OpenStandardOutput();
        output.Write(bytes);
    }

    private static void Check(int result)
    {
        if (result != 0)
        {
            throw new IOException($"The terminal cannot be set up: {Marshal.GetLastPInvokeErrorMessage()}.");
        }
    }

    [LibraryImport("libc", EntryPoint = "tcgetattr", SetLastError = true)]
    private static partial int GetSettings(int descriptor, [Out] byte[] settings);

    [LibraryImport("libc", EntryPoint = "tcsetattr", SetLastError = true)]
    private static partial int SetSettings(int descriptor, int when, byte[] settings);

    [LibraryImport("libc", EntryPoint = "cfmakeraw")]
    private static partial void MakeRaw([In, Out] byte[] settings);

    [LibraryImport("libc", EntryPoint = "poll")]
    private static partial int Poll(ref PollEntry entries, nuint count, int milliseconds);

    [LibraryImport("libc", EntryPoint = "read")]
    private static partial nint ReadBytes(int descriptor, ref byte buffer, nint size);

    [StructLayout(LayoutKind.Sequential)]
    private struct PollEntry
    {
        public int Descriptor;
        public short Events;
        public short Happened;
    }
}
