using System.ComponentModel;
using System.Runtime.InteropServices;

namespace PodTools.Simulator.Node.Processes;

/// <summary>The memory that starting a process needs outside the managed heap: argument lists and opaque structures.</summary>
internal sealed class SpawnBlock : IDisposable
{
    private readonly List<nint> _memory = [];

    public SpawnBlock()
    {
        Attributes = Allocate(NativeMethods.OpaqueSize);
        Actions = Allocate(NativeMethods.OpaqueSize);
        Check(NativeMethods.AttributesInit(Attributes));
        Check(NativeMethods.ActionsInit(Actions));
        SetSignals();
    }

    public nint Attributes { get; }

    public nint Actions { get; }

    /// <summary>A list of C strings that ends with a null pointer.</summary>
    public nint Strings(IReadOnlyList<string> texts)
    {
        var list = Allocate((texts.Count + 1) * nint.Size);
        for (var i = 0; i < texts.Count; i++)
        {
            var text = Marshal.StringToCoTaskMemUTF8(texts[i]);
            _memory.Add(text);
            Marshal.WriteIntPtr(list, i * nint.Size, text);
        }

        Marshal.WriteIntPtr(list, texts.Count * nint.Size, nint.Zero);
        return list;
    }

    /// <summary>Gives the process a descriptor of ours as one of its own.</summary>
    public void Duplicate(SafeHandle from, int to) =>
        Check(NativeMethods.ActionsDuplicate(Actions, (int)from.DangerousGetHandle(), to));

    /// <summary>Opens a file in the process, as its descriptors named.</summary>
    /// <param name="path">The file.</param>
    /// <param name="flags">Flags besides those for reading and writing.</param>
    /// <param name="descriptors">The numbers of the descriptors.</param>
    public void Open(string path, int flags, params int[] descriptors)
    {
        Check(NativeMethods.ActionsOpen(Actions, descriptors[0], path, NativeMethods.ReadWrite | flags, 0));
        foreach (var descriptor in descriptors.Skip(1))
        {
            Check(NativeMethods.ActionsDuplicate(Actions, descriptors[0], descriptor));
        }
    }

    /// <summary>Sets the folder in which the process starts.</summary>
    public void ChangeDirectory(string path) => Check(NativeMethods.ActionsChangeDirectory(Actions, path));

    public void Dispose()
    {
        _ = NativeMethods.ActionsDestroy(Actions);
        _ = NativeMethods.AttributesDestroy(Attributes);
        _memory.ForEach(Marshal.FreeCoTaskMem);
    }

    // The runtime ignores SIGPIPE and handles others; a new process must not inherit that.
    private void SetSignals()
    {
        var signals = Allocate(NativeMethods.OpaqueSize);
        Check(NativeMethods.EmptySignals(signals));
        Check(NativeMethods.AttributesSetSignalMask(Attributes, signals));
        Check(NativeMethods.FillSignals(signals));
        Check(NativeMethods.DeleteSignal(signals, NativeMethods.SigKill));
        Check(NativeMethods.DeleteSignal(signals, OperatingSystem.IsMacOS() ? 17 : 19));
        Check(NativeMethods.AttributesSetSignalDefaults(Attributes, signals));
        Check(NativeMethods.AttributesSetFlags(
            Attributes,
            (short)(NativeMethods.SetSignalDefaults | NativeMethods.SetSignalMask | NativeMethods.SetSession)));
    }

    private static void Check(int error)
    {
        if (error != 0)
        {
            throw new Win32Exception(error);
        }
    }

    private nint Allocate(int size)
    {
        var memory = Marshal.AllocCoTaskMem(size);
        _memory.Add(memory);
        return memory;
    }
}
