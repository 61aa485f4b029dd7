using System.Globalization;
using System.Text;

namespace PodTools.Kubernetes.Copy.Archives;

/// <summary>What an archive says about an entry outside of its header, where it does not fit: lines of a length, a key and a value.</summary>
internal static class PaxRecords
{
    /// <summary>Reads the lines. Each begins with its own length, since values may have several lines.</summary>
    /// <exception cref="InvalidDataException">They are no such lines.</exception>
    public static Dictionary<string, string> Read(ReadOnlySpan<byte> text)
    {
        var records = new Dictionary<string, string>();
        while (!text.IsEmpty)
        {
            var space = text.IndexOf((byte)' ');
            if (space < 0
                || !int.TryParse(text[..space], NumberStyles.None, CultureInfo.InvariantCulture, out var length)
                || length <= space + 1
                || length > text.Length
                || text[(space + 1)..length].IndexOf((byte)'=') is var equals && equals < 1)
            {
                throw new InvalidDataException("The archive has extended attributes that are none.");
            }

            var record = text[(space + 1)..(length - 1)];
            records[Encoding.UTF8.GetString(record[..equals])] = Encoding.UTF8.GetString(record[(equals + 1)..]);
            text = text[length..];
        }

        return records;
    }
}
