using System.Text.Json.Nodes;
using PodTools.Yaml;

namespace PodTools.Tests.Yaml;

public sealed class YamlWriterTests
{
    [Theory]
    [InlineData("multi\nline", "|-\n  multi\n  line")]
    [InlineData("trailing\n", "|\n  trailing")]
    [InlineData("two\n\n", "|+\n  two\n")]
    [InlineData("a\n\nb\n", "|\n  a\n\n  b")]
    [InlineData("x\n y", "|-\n  x\n   y")]
    [InlineData(" lead\nx", "|2-\n   lead\n  x")]
    [InlineData("\n lead", "|2-\n\n   lead")]
    [InlineData("\n", "|2+\n")]
    [InlineData("trail \nx", "\"trail \\nx\"")]
    [InlineData("tab\tx", "\"tab\\tx\"")]
    [InlineData("a\r\nb", "\"a\\r\\nb\"")]
    [InlineData("", "\"\"")]
    [InlineData("y", "\"y\"")]
    [InlineData("~", "\"~\"")]
    [InlineData("null", "\"null\"")]
    [InlineData("12:30", "\"12:30\"")]
    [InlineData("2001-01-01", "\"2001-01-01\"")]
    [InlineData("1e3", "\"1e3\"")]
    [InlineData("08", "\"08\"")]
    [InlineData("0o7", "\"0o7\"")]
    [InlineData("0x", "0x")]
    [InlineData(".nan", "\".nan\"")]
    [InlineData("- x", "'- x'")]
    [InlineData("-x", "-x")]
    [InlineData("-", "'-'")]
    [InlineData("---", "'---'")]
    [InlineData("? x", "'? x'")]
    [InlineData("?x", "?x")]
    [InlineData(":x", ":x")]
    [InlineData("x:", "'x:'")]
    [InlineData("a: b", "'a: b'")]
    [InlineData("a #b", "'a #b'")]
    [InlineData("#x", "'#x'")]
    [InlineData("it's", "it's")]
    [InlineData("'q'", "'''q'''")]
    [InlineData("\"q\"", "'\"q\"'")]
    [InlineData("x ", "'x '")]
    [InlineData(" x", "' x'")]
    [InlineData("{x", "'{x'")]
    [InlineData("x]", "x]")]
    [InlineData("x, y", "x, y")]
    [InlineData("=", "=")]
    [InlineData("<<", "<<")]
    [InlineData("é ü", "é ü")]
    [InlineData("\abell", "\"\\abell\"")]
    [InlineData("\uFEFF", "\"\\uFEFF\"")]
    public void Text_is_quoted_as_kubectl_quotes_it(string text, string yaml) =>
        Assert.Equal($"v: {yaml}\n", YamlWriter.Write(new JsonObject { ["v"] = text }));

    [Fact]
    public void Keys_come_in_the_order_of_kubectl()
    {
        var map = new JsonObject(new[] { "a10", "b", "a2", "A", "a", "1", "n", "k: x", "", "a b" }.Select(key => KeyValuePair.Create(key, (JsonNode?)1)));
        Assert.Equal("\"\": 1\n\"1\": 1\nA: 1\na: 1\na b: 1\na2: 1\na10: 1\nb: 1\n'k: x': 1\n\"n\": 1\n", YamlWriter.Write(map));
    }

    [Fact]
    public void Structure_is_that_of_kubectl() => Assert.Equal(
        "arr: []\nnested:\n- - 1\n  - 2\n- - a: 1\n    b: 2\n- []\n- {}\nnul: null\nobj: {}\n",
        YamlWriter.Write(JsonNode.Parse("""{"obj":{},"arr":[],"nested":[[1,2],[{"a":1,"b":2}],[],{}],"nul":null}""")));

    [Theory]
    [InlineData("a very long line with words that goes over eighty columns for sure because it is very long", "a very long line with words that goes over eighty columns for sure because it\n    is very long")]
    [InlineData("a very long line with words: that goes over eighty columns for sure because it is very long", "'a very long line with words: that goes over eighty columns for sure because\n    it is very long'")]
    public void Long_text_is_folded_as_kubectl_folds_it(string text, string yaml) =>
        Assert.Equal($"data:\n  v: {yaml}\n", YamlWriter.Write(new JsonObject { ["data"] = new JsonObject { ["v"] = text } }));

    [Theory]
    [InlineData("kubectl/045-get-yaml.txt")]
    [InlineData("kubectl/128-run-dry-run.txt")]
    public void What_kubectl_printed_reads_and_prints_the_same(string recording)
    {
        var lines = File.ReadAllText(Recordings.PathOf(recording)).Split("----- stdout\n")[1].Split("----- stderr")[0];
        Assert.Equal(lines, YamlWriter.Write(Assert.Single(YamlReader.Read(lines)).Root));
    }

    [Fact]
    public void What_the_server_answered_as_yaml_reads_and_prints_the_same()
    {
        var body = (string)Recordings.Read("rest/038-pod-get-as-yaml.json")["response"]!["body"]!;
        Assert.Equal(body, YamlWriter.Write(Assert.Single(YamlReader.Read(body)).Root));
    }

    [Fact]
    public void Every_recorded_object_survives_the_round_trip()
    {
        foreach (var node in Recordings.Names("rest").Select(name => Recordings.Read($"rest/{name}")))
        {
            var back = Assert.Single(YamlReader.Read(YamlWriter.Write(node))).Root;
            Assert.True(JsonNode.DeepEquals(node, back), node["request"]!.ToJsonString());
        }
    }

    [Fact]
    public void Any_text_survives_the_round_trip()
    {
        const string Alphabet = "ab1 \n\t:#-'\"\\{}[]&*!|>%@`?,=~.yn\r\0\u0085\u2028\uFEFFé😀";
        var random = new Random(7);
        var runes = Alphabet.EnumerateRunes().ToArray();
        for (var i = 0; i < 20_000; i++)
        {
            var text = string.Concat(Enumerable.Range(0, random.Next(1, 120)).Select(_ => runes[random.Next(random.Next(2) == 0 ? 4 : runes.Length)].ToString()));
            var yaml = YamlWriter.Write(new JsonObject { [text.Length > 100 ? "k" : text] = new JsonArray(text) });
            var back = Assert.Single(YamlReader.Read(yaml)).Root as JsonObject;
            Assert.True(back is { Count: 1 } && (string?)back.Single().Value![0] == text, yaml);
        }
    }
}
