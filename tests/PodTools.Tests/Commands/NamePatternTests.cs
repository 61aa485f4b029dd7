using PodTools.Commands;

namespace PodTools.Tests.Commands;

public sealed class NamePatternTests
{
    [Theory]
    [InlineData("web", "WEB", true)]
    [InlineData("web", "web-1", false)]
    [InlineData("we?-*", "web-1", true)]
    [InlineData("web-[a-c]", "web-b", true)]
    [InlineData("web-[a-c]", "web-d", false)]
    [InlineData("arn:*/x.y", "arn:aws:1/x.y", true)]
    [InlineData("*/x.y", "a/xzy", false)]
    [InlineData("`*", "*", true)]
    [InlineData("`*", "web", false)]
    [InlineData("`[x`]", "[x]", true)]
    [InlineData("`[x`]", "x", false)]
    [InlineData("a``b*", "a`bc", true)]
    [InlineData("a`", "a`", true)]
    public void A_pattern_matches_as_the_ones_of_PowerShell_do(string pattern, string name, bool matches) =>
        Assert.Equal(matches, new NamePattern(pattern).IsMatch(name));
}
