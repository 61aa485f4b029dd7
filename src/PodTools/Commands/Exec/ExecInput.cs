using System.Collections;
using System.Text;

namespace PodTools.Commands;

/// <summary>What is piped in for a command to read. It is kept, since each of several pods reads all of it.</summary>
internal sealed class ExecInput : IDisposable
{
    private readonly MemoryStream _bytes = new();

    /// <summary>Whether there is an input at all; it may be empty.</summary>
    public bool Any { get; set; }

    /// <summary>
    /// Adds an item of the pipeline: bytes as they are, a file's content, each item of a collection, and everything else as a
    /// line of text. Null adds nothing.
    /// </summary>
    /// <param name="item">The item.</param>
    /// <exception cref="IOException">The file cannot be read, or all together is more than 2 GiB.</exception>
    public void Add(object? item)
    {
        switch (ManifestInput.Unwrap(item))
        {
            case null:
                return;
            case byte single:
                _bytes.WriteByte(single);
                break;
            case byte[] block:
                _bytes.Write(block);
                break;
            case FileInfo info:
                using (var file = info.OpenRead())
                {
                    file.CopyTo(_bytes);
                }

                break;
            case string text:
                AddLine(text);
                break;
            case IEnumerable several and not IDictionary:
                foreach (var each in several)
                {
                    Add(each);
                }

                break;
            default:
                AddLine(item is IConvertible ? Tables.TextOf(item) : item!.ToString() ?? "");
                break;
        }

        Any = true;
    }

    /// <summary>The input from its beginning; null when there is none.</summary>
    public Stream? Open() => Any ? new MemoryStream(_bytes.GetBuffer(), 0, (int)_bytes.Length, writable: false) : null;

    /// <inheritdoc/>
    public void Dispose() => _bytes.Dispose();

    private void AddLine(string text) => _bytes.Write(Encoding.UTF8.GetBytes($"{text}\n"));
}
