using System.Text;
using PodTools.Simulator.Streams.Spdy;

namespace PodTools.Simulator.Tests.Streams;

/// <summary>Pieces that zlib compressed with the dictionary of SPDY/3, each flushed at its end.</summary>
public sealed class InflaterTests
{
    private static readonly string[] Pieces =
    [
        "78f9e3c6a7c202253a703a2b294a4dcc851625aca9a0808614cb45e01c6061606100a4398b20d198094ade8c0600000000ffff",
        "c2aa19540e2512d60b000000ffff",
        "0211205c01cc0c390a8a4aca2aaa6aea1a9a5ada3aba7afac0c46c6c626a666e6169656d636b67efe0e8e4ece2eae6eee1e9e5ede3ebe71f1018141c121a161e1119151d131b179f9098940c0c82f48cccacec9cdcbcfc82c2a2e292d2b2f28acaaaea9adaba51e3478d1f357ed4f851e3478d1ff1c603000000ffff",
    ];

    [Fact]
    public void Pieces_refer_back_to_the_dictionary_and_to_one_another()
    {
        var inflater = new Inflater(SpdyDictionary.Bytes);
        var texts = Pieces.Select(piece => Encoding.Latin1.GetString(inflater.Inflate(Convert.FromHexString(piece)))).ToList();
        Assert.Equal("\0\0\0\u0003\0\0\0\nstreamtype\0\0\0\u0005error\0\0\0\u0004port\0\0\0\u0004" + "8080\0\0\0\trequestid\0\0\0\u0001" + "0", texts[0]);
        Assert.Equal("\0\0\0\u0003\0\0\0\nstreamtype\0\0\0\u0004data\0\0\0\u0004port\0\0\0\u0004" + "8080\0\0\0\trequestid\0\0\0\u0001" + "0", texts[1]);
        var all = string.Concat(Enumerable.Range(32, 95).Select(code => (char)code));
        Assert.EndsWith(string.Concat(Enumerable.Repeat(all, 20)), texts[2]);
    }

    [Theory]
    [InlineData("78f9e3c6a7c2ff")]
    [InlineData("78f9")]
    [InlineData("78f9e3c6a7c202253a")]
    public void Damaged_pieces_are_refused(string piece) =>
        Assert.Throws<InvalidDataException>(() => new Inflater(SpdyDictionary.Bytes).Inflate(Convert.FromHexString(piece)));
}
