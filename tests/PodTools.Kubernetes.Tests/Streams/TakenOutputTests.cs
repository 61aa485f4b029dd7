using System.Text;
using PodTools.Kubernetes.Streams;

namespace PodTools.Kubernetes.Tests.Streams;

/// <summary>Output that is handed on while a command runs.</summary>
public sealed class TakenOutputTests
{
    [Theory]
    [InlineData("one\ntwo\n", "one|two")]
    [InlineData("one\r\ntwo", "one|two")]
    [InlineData("\n\nthree\n", "||three")]
    [InlineData("größe €\n𝄞", "größe €|𝄞")]
    [InlineData("", "")]
    public async Task Lines_are_the_same_whatever_the_pieces_they_come_in(string text, string expected)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        for (var size = 1; size <= bytes.Length + 1; size++)
        {
            var lines = new List<string>();
            await using (var stream = TakenOutput.Lines(Add(lines)))
            {
                foreach (var piece in bytes.Chunk(size))
                {
                    await stream.WriteAsync(piece);
                }
            }

            Assert.Equal(expected, string.Join('|', lines));
        }
    }

    [Fact]
    public async Task A_line_without_end_is_handed_on_in_parts()
    {
        var lines = new List<string>();
        var piece = Encoding.UTF8.GetBytes(new string('x', 1024 * 1024));
        await using (var stream = TakenOutput.Lines(Add(lines)))
        {
            for (var i = 0; i < 20; i++)
            {
                await stream.WriteAsync(piece);
            }
        }

        Assert.True(lines.Count > 1);
        Assert.Equal(20 * piece.Length, lines.Sum(line => line.Length));
    }

    [Fact]
    public async Task Blocks_keep_their_bytes_when_the_buffer_is_used_again()
    {
        var blocks = new List<byte[]>();
        await using var stream = TakenOutput.Blocks((block, _) =>
        {
            blocks.Add(block);
            return ValueTask.CompletedTask;
        });
        byte[] buffer = [0, 255, 10];
        await stream.WriteAsync(buffer);
        buffer[0] = 1;
        await stream.WriteAsync(buffer);

        Assert.Equal([0, 255, 10], blocks[0]);
        Assert.Equal([1, 255, 10], blocks[1]);
    }

    [Fact]
    public async Task Lines_that_come_together_are_handed_on_together()
    {
        var taken = new List<int>();
        await using var stream = TakenOutput.Lines((lines, _) =>
        {
            taken.Add(lines.Count);
            return ValueTask.CompletedTask;
        });
        await stream.WriteAsync("one\ntwo\nthr"u8.ToArray());
        await stream.WriteAsync("ee\n"u8.ToArray());

        Assert.Equal([2, 1], taken);
    }

    private static Func<IReadOnlyList<string>, CancellationToken, ValueTask> Add(List<string> lines) => (together, _) =>
    {
        lines.AddRange(together);
        return ValueTask.CompletedTask;
    };
}
