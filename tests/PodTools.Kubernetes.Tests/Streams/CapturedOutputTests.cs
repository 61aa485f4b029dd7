using System.Text;
using PodTools.Kubernetes.Streams;

namespace PodTools.Kubernetes.Tests.Streams;

/// <summary>Output that is kept as one text.</summary>
public sealed class CapturedOutputTests
{
    [Theory]
    [InlineData("", "")]
    [InlineData("\n", "")]
    [InlineData("one", "one")]
    [InlineData("one\n", "one")]
    [InlineData("one\r\n", "one")]
    [InlineData("one\n\n", "one\n")]
    [InlineData("größe €\n𝄞\r", "größe €\n𝄞\r")]
    public async Task Only_the_last_line_end_is_left_out(string written, string expected)
    {
        using var output = new CapturedOutput();
        foreach (var single in Encoding.UTF8.GetBytes(written).Chunk(1))
        {
            await output.WriteAsync(single);
        }

        Assert.Equal(expected, output.Text);
    }

    [Fact]
    public async Task Letters_are_whole_wherever_pieces_end()
    {
        var text = string.Concat(Enumerable.Repeat("a€𝄞ü", 200_000));
        using var output = new CapturedOutput();
        foreach (var piece in Encoding.UTF8.GetBytes(text + "\n").Chunk(100_003))
        {
            await output.WriteAsync(piece);
        }

        Assert.Equal(text, output.Text);
    }

    [Fact]
    public async Task What_is_no_letter_is_marked()
    {
        using var output = new CapturedOutput();
        await output.WriteAsync(new byte[] { (byte)'a', 0xff, (byte)'b', 0xe2, 0x82 });

        Assert.Equal("a\ufffdb\ufffd", output.Text);
    }
}
