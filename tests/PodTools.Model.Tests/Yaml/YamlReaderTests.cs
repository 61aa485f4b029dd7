using System.Text.Json.Nodes;
using PodTools.Yaml;

namespace PodTools.Tests.Yaml;

public sealed class YamlReaderTests
{
    [Theory]
    [InlineData("y", "true")]
    [InlineData("No", "false")]
    [InlineData("off", "false")]
    [InlineData("010", "8")]
    [InlineData("0o10", "8")]
    [InlineData("0x1F", "31")]
    [InlineData("-0x1f", "-31")]
    [InlineData("0b11", "3")]
    [InlineData("1_000", "1000")]
    [InlineData("09", "9")]
    [InlineData("+1", "1")]
    [InlineData("-0", "0")]
    [InlineData(".5", "0.5")]
    [InlineData("5.", "5")]
    [InlineData("1e3", "1000")]
    [InlineData("0.50", "0.5")]
    [InlineData("123456789012345678901234567890", "123456789012345678901234567890")]
    [InlineData("~", null)]
    [InlineData("null", null)]
    [InlineData("1:30", "\"1:30\"")]
    [InlineData("2001-01-01", "\"2001-01-01\"")]
    [InlineData("0x", "\"0x\"")]
    [InlineData("=", "\"=\"")]
    [InlineData("0O7", "7")]
    [InlineData("._96", "\"._96\"")]
    [InlineData("85e887", "\"85e887\"")]
    [InlineData("\"yes\"", "\"yes\"")]
    [InlineData("'5'", "\"5\"")]
    [InlineData("!!str 5", "\"5\"")]
    [InlineData("!!int \"7\"", "7")]
    [InlineData("!!binary aGVsbG8=", "\"hello\"")]
    [InlineData("|\n  a\n  b\n", "\"a\\nb\\n\"")]
    [InlineData(">-\n  a\n  b\n", "\"a b\"")]
    public void Scalars_mean_what_kubectl_reads(string yaml, string? json) =>
        Assert.Equal(json, ReadOne($"v: {yaml}")["v"]?.ToJsonString());

    [Theory]
    [InlineData("1: a", "1")]
    [InlineData("yes: a", "true")]
    [InlineData("1.5: a", "1.5")]
    public void Keys_are_text(string yaml, string key) => Assert.Equal("a", (string?)ReadOne(yaml)[key]);

    [Fact]
    public void Numbers_convert_as_numbers_read_from_json_do() => Assert.Equal(80, ReadOne("port: 80")["port"]!.GetValue<int>());

    [Fact]
    public void Documents_without_content_are_left_out() =>
        Assert.Equal(["1", "2"], YamlReader.Read("---\n# nothing\n---\na: 1\n---\n---\na: 2\n...\n").Select(document => document.Root!["a"]!.ToJsonString()));

    [Fact]
    public void A_text_without_documents_has_none() => Assert.Empty(YamlReader.Read("# only a comment\n"));

    [Fact]
    public void Fields_are_found_where_their_key_stands()
    {
        var source = YamlReader.Read("""
            metadata:
              annotations:
                example.test/a: "1"
            spec:
              containers:
              - name: web
                ports:
                - containerPort: 80
                - name: x
            """)[0].Source;
        Assert.Equal(new SourcePosition(3, 5), source.Find("metadata.annotations[example.test/a]"));
        Assert.Equal(new SourcePosition(9, 7), source.Find("spec.containers[0].ports[1].name"));
        Assert.Equal(new SourcePosition(8, 7), source.Find("spec.containers[0].ports[0]"));
        Assert.Equal(new SourcePosition(6, 5), source.Find("spec.containers[0].image"));
        Assert.Equal(new SourcePosition(1, 1), source.Find(""));
    }

    [Fact]
    public void Duplicate_keys_are_recorded_and_the_last_one_wins()
    {
        var document = YamlReader.Read("spec:\n  containers:\n  - name: a\n    name: b\n")[0];
        Assert.Equal(new YamlDuplicateKey("spec.containers[0].name", new(4, 5), new(3, 5)), Assert.Single(document.DuplicateKeys));
        Assert.Equal("b", (string?)document.Root!["spec"]!["containers"]![0]!["name"]);
    }

    [Fact]
    public void Anchors_and_merge_keys_are_resolved()
    {
        var root = ReadOne("""
            base: &base { image: busybox, tty: true }
            other: &other { image: nginx, stdin: true }
            a: { <<: *base, image: own }
            b: { <<: [*other, *base] }
            c: *base
            quoted: { "<<": text }
            """);
        Assert.Equal("""{"image":"own","tty":true}""", root["a"]!.ToJsonString());
        Assert.Equal("""{"image":"nginx","stdin":true,"tty":true}""", root["b"]!.ToJsonString());
        Assert.Equal("""{"image":"busybox","tty":true}""", root["c"]!.ToJsonString());
        Assert.Equal("""{"\u003C\u003C":"text"}""", root["quoted"]!.ToJsonString());
    }

    [Fact]
    public void A_bomb_of_aliases_is_refused_quickly()
    {
        var levels = Enumerable.Range(1, 20).Select(i => $"a{i}: &a{i} [{string.Join(", ", Enumerable.Repeat($"*a{i - 1}", 10))}]");
        var error = Assert.Throws<YamlSyntaxException>(() => YamlReader.Read($"a0: &a0 x\n{string.Join('\n', levels)}\n"));
        Assert.Contains("aliases", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("a: &a [*a]", "own anchor")]
    [InlineData("a: *nobody", "no anchor")]
    [InlineData("a: .nan", "Quote it")]
    [InlineData("a: !!int x", "not a int")]
    [InlineData("? [a]\n: b", "key must be text")]
    [InlineData("<<: 5", "merge key")]
    [InlineData("a: \"x", "not closed")]
    [InlineData("a: b: c", "needs quotes")]
    [InlineData("a: @x", "needs quotes")]
    public void Errors_say_what_to_do(string yaml, string part) =>
        Assert.Contains(part, Assert.Throws<YamlSyntaxException>(() => YamlReader.Read(yaml)).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("[", "]")]
    [InlineData("{a: ", "}")]
    public void Nesting_is_bounded(string open, string close)
    {
        static string Repeat(string text, int times) => string.Concat(Enumerable.Repeat(text, times));
        Assert.Single(YamlReader.Read(Repeat(open, YamlReader.MaxDepth) + Repeat(close, YamlReader.MaxDepth)));
        Assert.Throws<YamlSyntaxException>(() => YamlReader.Read(Repeat(open, 5000)));
    }

    [Fact]
    public void Aliases_cannot_nest_beyond_the_bound()
    {
        var half = new string('[', 40) + new string(']', 40);
        Assert.Throws<YamlSyntaxException>(() => YamlReader.Read($"a: &a {half}\nb: {new string('[', 40)}*a{new string(']', 40)}"));
    }

    [Fact]
    public void Indentation_with_tabs_is_explained_where_it_begins()
    {
        const string Manifest = "apiVersion: v1\nkind: Pod\nmetadata:\n\tname: my-nginx-pod\nspec:\n\tcontainers:\n\t\t- name: my-nginx-container\n\t\t\timage: nginx:latest\n";
        var error = Assert.Throws<YamlSyntaxException>(() => YamlReader.Read(Manifest));
        Assert.Equal((4, 1), (error.Line, error.Column));
        Assert.Contains("YAML forbids tabs for indentation", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("metadata:\n  labels:\n  \ta: b\n", 3)]
    [InlineData("a:\n\t- x\n", 2)]
    [InlineData("a:\r\n\tb: 1\r\n", 2)]
    [InlineData("a: b\n\tc: d\n", 2)]
    public void Tabs_are_found_in_any_indentation(string yaml, int line) =>
        Assert.Equal(line, Assert.Throws<YamlSyntaxException>(() => YamlReader.Read(yaml)).Line);

    [Fact]
    public void Tabs_inside_text_are_fine() => Assert.Equal("\tx\n", (string?)ReadOne("a: |\n  \tx\n")["a"]);

    private static JsonNode ReadOne(string yaml) => Assert.Single(YamlReader.Read(yaml)).Root!;
}
