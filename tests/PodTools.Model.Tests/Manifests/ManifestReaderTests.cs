using PodTools.Manifests;
using PodTools.Yaml;

namespace PodTools.Tests.Manifests;

public sealed class ManifestReaderTests
{
    [Fact]
    public void Yaml_and_json_say_where_their_fields_stand()
    {
        var yaml = Assert.Single(ManifestReader.Read("kind: Pod\nmetadata:\n  name: a\n", "a.yaml"));
        Assert.Equal(("a.yaml", ManifestFormat.Yaml, "Pod", "a", ""), (yaml.Path, yaml.Format, yaml.Kind, yaml.Name, yaml.ApiVersion));
        Assert.Equal(new SourcePosition(3, 3), yaml.Locate("metadata.name"));

        var json = Assert.Single(ManifestReader.Read("{\n  \"kind\": \"Pod\",\n  \"metadata\": { \"é\": 1, \"name\": \"b\" }\n}"));
        Assert.Equal((ManifestFormat.Json, "b"), (json.Format, json.Name));
        Assert.Equal(new SourcePosition(3, 25), json.Locate("metadata.name"));
    }

    [Fact]
    public void Several_documents_are_numbered()
    {
        Assert.Equal([(0, "a"), (1, "b")], Read("metadata: {name: a}\n---\n---\nmetadata: {name: b}\n"));
        Assert.Equal([(0, "a"), (1, "b")], Read("{\"metadata\":{\"name\":\"a\"}}\n{\"metadata\":{\"name\":\"b\"}}"));
        Assert.Empty(ManifestReader.Read("# nothing\n"));
        Assert.Empty(ManifestReader.Read(""));

        static IEnumerable<(int, string)> Read(string text) => ManifestReader.Read(text).Select(document => (document.Index, document.Name));
    }

    [Theory]
    [InlineData("kind: List\nitems:\n- metadata:\n    name: a\n- metadata:\n    name: b\n    name: c\n", 7, 5)]
    [InlineData("{\"kind\":\"PodList\",\"items\":[\n{\"metadata\":{\"name\":\"a\"}},\n{\"metadata\":{\"name\":\"b\",\n\"name\":\"c\"}}]}", 4, 1)]
    public void Lists_are_unfolded(string text, int line, int column)
    {
        var documents = ManifestReader.Read(text);
        Assert.Equal(["a", "c"], documents.Select(document => document.Name));
        Assert.Empty(documents[0].SyntaxIssues);
        var issue = Assert.Single(documents[1].SyntaxIssues);
        Assert.Equal(("DuplicateField", "metadata.name", line, column), (issue.Rule, issue.Field, issue.Line, issue.Column));
    }

    [Fact]
    public void Flow_style_yaml_is_read_though_it_begins_with_a_brace() =>
        Assert.Equal("a", Assert.Single(ManifestReader.Read("{kind: Pod, metadata: {name: a}}")).Name);

    [Theory]
    [InlineData("{\"kind\": \"Pod\", # a pod\n\"metadata\": {\"name\": \"a\"}}")]
    [InlineData("{\"kind\": \"Pod\",\n\"metadata\": {\"name\": \"a\",},\n}")]
    public void Json_with_comments_or_a_comma_too_many_is_yaml_as_for_kubectl(string text)
    {
        var document = Assert.Single(ManifestReader.Read(text));
        Assert.Equal((ManifestFormat.Yaml, "a"), (document.Format, document.Name));
    }

    [Theory]
    [InlineData("a: x\u0007y\n", 1, 5)]
    [InlineData("a: b\nc: \u0000\n", 2, 4)]
    [InlineData("a: b\n\uFEFFc: d\n", 2, 1)]
    public void Characters_that_yaml_does_not_have_are_refused_with_their_place(string text, int line, int column)
    {
        var issue = Assert.Throws<ManifestException>(() => ManifestReader.Read(text)).Issue;
        Assert.Equal((line, column), (issue.Line, issue.Column));
    }

    [Theory]
    [InlineData("{\"kind\":\"Pod\",\n\"metadata\":{\"name\": }}", 2, 21, "JsonSyntax")]
    [InlineData("{\"a\":1}\n{\"b\":\n\"é\" x}", 3, 5, "JsonSyntax")]
    [InlineData("{\"a\":", 1, 6, "JsonSyntax")]
    [InlineData("{\"a\": \"\\ud800\"}", 1, 7, "JsonSyntax")]
    [InlineData("a: b\nc: [1, 2\nd: e\n", 2, 6, "YamlSyntax")]
    [InlineData("- a\n- b\n", 1, 1, "NotAnObject")]
    [InlineData("---\nhello\n", 2, 1, "NotAnObject")]
    [InlineData("kind: List\nitems:\n- 5\n", 3, 3, "NotAnObject")]
    public void Broken_text_is_refused_with_its_place(string text, int line, int column, string rule)
    {
        var issue = Assert.Throws<ManifestException>(() => ManifestReader.Read(text, "x")).Issue;
        Assert.Equal((line, column, rule, "x", PodManifestSeverity.Error), (issue.Line, issue.Column, issue.Rule, issue.Path, issue.Severity));
    }

    [Fact]
    public void Tabs_are_explained_with_file_and_line()
    {
        var error = Assert.Throws<ManifestException>(() => ManifestReader.Read("apiVersion: v1\nkind: Pod\nmetadata:\n\tname: x\n", "pod.yaml"));
        Assert.StartsWith("pod.yaml(4,1): error: YAML forbids tabs for indentation", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Deep_json_is_refused() =>
        Assert.Throws<ManifestException>(() => ManifestReader.Read(string.Concat(Enumerable.Repeat("{\"a\":", 10_000))));

    [Fact]
    public void Every_recorded_body_of_text_is_read_or_refused()
    {
        foreach (var body in Recordings.Names("rest").Select(name => Recordings.Read($"rest/{name}")["request"]!["body"]).OfType<System.Text.Json.Nodes.JsonValue>())
        {
            var text = body.ToString();
            var refused = Record.Exception(() => ManifestReader.Read(text));
            Assert.True(refused is null or ManifestException, text);
        }
    }
}
