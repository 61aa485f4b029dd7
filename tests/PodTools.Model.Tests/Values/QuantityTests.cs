using System.ComponentModel;

namespace PodTools.Tests.Values;

public sealed class QuantityTests
{
    [Theory]
    [InlineData("0.5", "500m")]
    [InlineData("500m", "500m")]
    [InlineData("1000m", "1")]
    [InlineData("1.5Gi", "1536Mi")]
    [InlineData("1024Mi", "1Gi")]
    [InlineData("1000Ki", "1000Ki")]
    [InlineData("1Ki", "1Ki")]
    [InlineData("512Ki", "512Ki")]
    [InlineData("0.5Ki", "512")]
    [InlineData("0.3Mi", "314572800m")]
    [InlineData("1000", "1k")]
    [InlineData("1024", "1024")]
    [InlineData("1e3", "1e3")]
    [InlineData("1500e0", "1500")]
    [InlineData("1E3", "1e3")]
    [InlineData("1E", "1E")]
    [InlineData("12e6", "12e6")]
    [InlineData("0.1n", "1n")]
    [InlineData("-0.1n", "-1n")]
    [InlineData("+5", "5")]
    [InlineData("-1.5", "-1500m")]
    [InlineData(".5", "500m")]
    [InlineData("5.", "5")]
    [InlineData("0", "0")]
    [InlineData("0Gi", "0")]
    [InlineData("100u", "100u")]
    [InlineData("9223372036854775807", "9223372036854775807")]
    [InlineData("9Ei", "9223372036854775807")]
    public void The_canonical_form_is_the_one_of_the_API(string text, string canonical)
    {
        Assert.Equal(canonical, Quantity.Parse(text).Canonical);
        Assert.Equal(text, Quantity.Parse(text).ToString());
    }

    [Theory]
    [InlineData("")]
    [InlineData(" 1")]
    [InlineData("1 Gi")]
    [InlineData("Gi")]
    [InlineData(".")]
    [InlineData("1g")]
    [InlineData("1mi")]
    [InlineData("1e")]
    [InlineData("1e1.5")]
    [InlineData("1e999999999")]
    [InlineData("--1")]
    [InlineData("0x10")]
    [InlineData("1\n")]
    [InlineData(null)]
    public void What_is_no_quantity_is_refused_and_quoted(string? text)
    {
        Assert.False(Quantity.TryParse(text, out _));
        Assert.Contains($"\"{text}\"", Assert.Throws<FormatException>(() => Quantity.Parse(text!)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Amounts_compare_whatever_their_suffix()
    {
        Assert.True(Quantity.Parse("1Gi") > Quantity.Parse("1G"));
        Assert.True(Quantity.Parse("1000m") == 1);
        Assert.Equal(Quantity.Parse("0.1").GetHashCode(), Quantity.Parse("100m").GetHashCode());
        Assert.Equal(["100m", "1", "1k", "1Ki"], new[] { "1Ki", "1", "100m", "1k" }.Select(Quantity.Parse).Order().Select(quantity => quantity.ToString()));
        Assert.True(Quantity.Parse("2").CompareTo("1500m") > 0);
        Assert.True(Quantity.Parse("2").CompareTo(2.5) < 0);
    }

    [Fact]
    public void Numbers_come_out_as_the_API_rounds_them()
    {
        Assert.Equal(0.25m, (decimal)Quantity.Parse("250m"));
        Assert.Equal(1536d * 1024 * 1024, (double)Quantity.Parse("1.5Gi"));
        Assert.Equal(1, (long)Quantity.Parse("100m"));
        Assert.Equal(-1, (long)Quantity.Parse("-100m"));
        Assert.Equal(1, Quantity.Parse("100u").ToMilli());
        Assert.Throws<OverflowException>(() => Quantity.Parse("100E").ToInt64());
    }

    [Fact]
    public void Sums_keep_the_suffixes_of_the_first()
    {
        Assert.Equal("1Gi", (Quantity.Parse("512Mi") + Quantity.Parse("512Mi")).ToString());
        Assert.Equal("750m", (Quantity.Parse("1") - Quantity.Parse("250m")).ToString());
    }

    [Fact]
    public void PowerShell_can_convert_text_and_numbers()
    {
        var converter = TypeDescriptor.GetConverter(typeof(Quantity));

        Assert.Equal(Quantity.Parse("100m"), converter.ConvertFrom("100m"));
        Assert.Equal(Quantity.Parse("1500m"), converter.ConvertFrom(1.5));
        Assert.True(converter.CanConvertFrom(typeof(int)));
    }
}
