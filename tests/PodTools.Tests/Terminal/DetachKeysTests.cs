using System.Text;
using PodTools.Terminal;

namespace PodTools.Tests.Terminal;

public sealed class DetachKeysTests
{
    [Theory]
    [InlineData("abc", "abc", false)]
    [InlineData("a\u0010b", "a\u0010b", false)]
    [InlineData("a\u0010\u0010\u0011b", "a\u0010", true)]
    [InlineData("a\u0010\u0011b", "a", true)]
    [InlineData("a\u0010", "a", false)]
    public void The_sequence_is_found_and_all_else_is_passed_on(string typed, string passed, bool complete)
    {
        var keys = DetachKeys.Parse("ctrl-p,ctrl-q");
        var through = new List<byte>();

        Assert.Equal(complete, keys.Take(Encoding.UTF8.GetBytes(typed), through));
        Assert.Equal(passed, Encoding.UTF8.GetString([.. through]));
    }

    [Fact]
    public void It_is_found_although_the_keys_come_one_by_one()
    {
        var keys = DetachKeys.Parse("ctrl-a, d");
        var through = new List<byte>();

        Assert.False(keys.Take([1], through));
        Assert.False(keys.Take([(byte)'x'], through));
        Assert.False(keys.Take([1], through));
        Assert.True(keys.Take([(byte)'d'], through));
        Assert.Equal([1, (byte)'x'], through);
    }

    [Fact]
    public void Without_keys_everything_is_passed_on()
    {
        var through = new List<byte>();

        Assert.False(DetachKeys.Parse("").Take([16, 17], through));
        Assert.Equal([16, 17], through);
    }

    [Theory]
    [InlineData("ctrl-")]
    [InlineData("shift-a")]
    [InlineData("ctrl-p,é")]
    public void What_is_no_key_is_refused(string text) => Assert.Throws<FormatException>(() => DetachKeys.Parse(text));
}
