using System.Globalization;

namespace PodTools.Tests.Pods;

public sealed class HumanDurationTests
{
    [Theory]
    [InlineData("-00:00:02", "<invalid>")]
    [InlineData("-00:00:00.5", "0s")]
    [InlineData("00:00:00", "0s")]
    [InlineData("00:01:59.9", "119s")]
    [InlineData("00:02:00", "2m")]
    [InlineData("00:05:03", "5m3s")]
    [InlineData("00:10:03", "10m")]
    [InlineData("02:59:59", "179m")]
    [InlineData("03:00:00", "3h")]
    [InlineData("04:05:00", "4h5m")]
    [InlineData("08:05:00", "8h")]
    [InlineData("1.23:59:00", "47h")]
    [InlineData("2.00:00:00", "2d")]
    [InlineData("3.04:00:00", "3d4h")]
    [InlineData("8.04:00:00", "8d")]
    [InlineData("729.00:00:00", "729d")]
    [InlineData("730.00:00:00", "2y")]
    [InlineData("760.00:00:00", "2y30d")]
    [InlineData("2919.00:00:00", "7y364d")]
    [InlineData("2921.00:00:00", "8y")]
    public void Ages_are_written_as_kubectl_writes_them(string duration, string text) =>
        Assert.Equal(text, HumanDuration.Format(TimeSpan.Parse(duration, CultureInfo.InvariantCulture)));

    [Fact]
    public void A_time_that_is_not_known_has_no_age() => Assert.Equal("<unknown>", HumanDuration.Since(null, DateTimeOffset.UnixEpoch));
}
