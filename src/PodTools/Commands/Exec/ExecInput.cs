using System.Collections;
using System.Text;

namespace PodTools.Commands;

/// <summary>
/// What is piped in for commands to read: as it comes, and never all of it in memory. It also knows when they are to be
/// run, which depends on how they get it.
/// </summary>
internal abstract class ExecInput : IDisposable
{
    private const int PieceSize = 256 * 1024;

    /// <summary>
    /// Adds an item of the pipeline: bytes as they are, a file's content, each item of a collection, and everything else as a
    /// line of text. Null adds nothing.
    /// </summary>
    /// <param name="item">The item.</param>
    /// <param name="stop">Stops waiting for a command that reads slowly.</param>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public async Task AddAsync(object? item, CancellationToken stop)
    {
        switch (ManifestInput.Unwrap(item))
        {
            case null:
                return;
            case byte single:
                await WriteAsync(new[] { single }, stop);
                break;
            case byte[] block:
                await WriteAsync(block, stop);
                break;
            case FileInfo file:
                await AddFileAsync(file, stop);
                break;
            case string text:
                await AddLineAsync(text, stop);
                break;
            case IEnumerable several and not IDictionary:
                foreach (var each in several)
                {
                    await AddAsync(each, stop);
                }

                break;
            default:
                await AddLineAsync(item is IConvertible ? Tables.TextOf(item) : item!.ToString() ?? "", stop);
                break;
        }
    }

    /// <summary>The input from its beginning.</summary>
    public abstract Stream Open();

    /// <summary>Nothing more will be added: sees to it that all commands run that are to read this.</summary>
    public abstract Task EndAsync();

    /// <summary>Gives up what nobody has read.</summary>
    public abstract void Dispose();

    /// <summary>Adds bytes.</summary>
    private protected abstract ValueTask WriteAsync(ReadOnlyMemory<byte> bytes, CancellationToken stop);

    private ValueTask AddLineAsync(string text, CancellationToken stop) => WriteAsync(Encoding.UTF8.GetBytes($"{text}\n"), stop);

    private async Task AddFileAsync(FileInfo info, CancellationToken stop)
    {
        await using var file = info.OpenRead();
        var piece = new byte[PieceSize];
        int count;
        while ((count = await file.ReadAsync(piece, stop)) > 0)
        {
            await WriteAsync(piece.AsMemory(0, count), stop);
        }
    }
}
