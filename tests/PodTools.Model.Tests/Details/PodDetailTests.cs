using System.Globalization;

namespace PodTools.Tests.Details;

/// <summary>A description reads like the one that kubectl printed of the same pod at the same time.</summary>
public sealed class PodDetailTests
{
    /// <summary>The recorder looked at its clock, and then started kubectl.</summary>
    private static readonly TimeSpan StartOfKubectl = TimeSpan.FromMilliseconds(200);

    public static TheoryData<string> Cases() => [.. Recordings.Read("describe/index.json").AsObject().Select(entry => entry.Key)];

    [Theory]
    [MemberData(nameof(Cases))]
    public void A_recorded_description_is_written_exactly(string name)
    {
        var now = DateTimeOffset.Parse((string)Recordings.Read("describe/index.json")[name]!["now"]!, CultureInfo.InvariantCulture) + StartOfKubectl;
        var pod = KubernetesJson.Deserialize<Pod>(Recordings.Read($"describe/{name}.json"));
        var events = KubernetesJson.Deserialize<CoreEventList>(Recordings.Read($"describe/{name}.events.json"));

        Assert.Equal(File.ReadAllText(Recordings.PathOf($"describe/{name}.txt")), new PodDetail(pod, events.Items).TextAt(now));
    }
}
