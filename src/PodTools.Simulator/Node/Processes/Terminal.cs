using System.ComponentModel;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace PodTools.Simulator.Node.Processes;

/// <summary>The outer side of a pseudo-terminal.</summary>
internal sealed class Terminal : IDisposable
{
    private const nuint SetWindowSize = 0x5414;

    private readonly SafeFileHandle _master;

    public Terminal()
    {
        var master = NativeMethods.OpenTerminal(
            NativeMethods.ReadWrite | NativeMethods.NoControllingTerminal | NativeMethods.CloseOnExec);
        _master = new SafeFileHandle(master, ownsHandle: true);
        if (master < 0 || NativeMethods.GrantTerminal(master) != 0 || NativeMethods.UnlockTerminal(master) != 0)
        {
            throw new Win32Exception(Marshal.GetLastPInvokeError(), "No terminal can be made on this machine.");
        }

        Name = ReadName(master);
        Stream = new FileStream(_master, FileAccess.ReadWrite, bufferSize: 0);
    }

    /// <summary>The path of the inner side, which a process opens as its terminal.</summary>
    public string Name { get; }

    /// <summary>What is typed and what is shown.</summary>
    public Stream Stream { get; }

    /// <summary>Whether something is shown that nobody has read.</summary>
    public bool HasMore => NativeMethods.BytesWaiting(_master) > 0;

    /// <summary>Sets the size of the window. Does nothing where the kernel is not Linux.</summary>
    public void Resize(int columns, int rows)
    {
        if (OperatingSystem.IsLinux() && !_master.IsClosed)
        {
            var size = new NativeMethods.WindowSize { Columns = (ushort)columns, Rows = (ushort)rows };
            _ = NativeMethods.Control((int)_master.DangerousGetHandle(), SetWindowSize, ref size);
        }
    }

    public void Dispose() => Stream.Dispose();

    private static string ReadName(int master)
    {
        var buffer = Marshal.AllocCoTaskMem(NativeMethods.OpaqueSize);
        try
        {
            var failed = NativeMethods.NameOfTerminal(master, buffer, NativeMethods.OpaqueSize) != 0;
            return failed ? throw new Win32Exception("The terminal has no name.") : Marshal.PtrToStringUTF8(buffer)!;
        }
        finally
        {
            Marshal.FreeCoTaskMem(buffer);
        }
    }
}
