using System.Globalization;

namespace PodTools.Simulator.Node.Processes;

/// <summary>Which signals a process has handlers for.</summary>
internal static class SignalMask
{
    /// <summary>
    /// Whether a process handles a signal. The first process of a container is only reached by signals that it handles,
    /// so one that does not is not sent any. Where the machine does not tell, it is taken to handle all.
    /// </summary>
    public static bool Catches(int pid, int signal)
    {
        var path = $"/proc/{pid}/status";
        if (!File.Exists(path))
        {
            return true;
        }

        try
        {
            var line = File.ReadLines(path).FirstOrDefault(line => line.StartsWith("SigCgt:", StringComparison.Ordinal));
            return line is null
                || (ulong.Parse(line["SigCgt:".Length..].Trim(), NumberStyles.HexNumber, CultureInfo.InvariantCulture)
                    & (1UL << (signal - 1))) != 0;
        }
        catch (IOException)
        {
            // It ended between the two looks, and no signal matters to it any more.
            return false;
        }
    }
}
