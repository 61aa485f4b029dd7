using System.Collections;
using PodTools.Selectors;

namespace PodTools.Tests.Selectors;

/// <summary>Selectors choose what a real server chose, and are refused in its words.</summary>
public sealed class RecordedSelectorTests
{
    private static readonly IReadOnlyList<Pod> AllPods =
        KubernetesJson.Deserialize<PodList>(Recordings.Read("rest/150-list-label-empty.json")["response"]!["body"]!).Items.AsReadOnly();

    public static TheoryData<string> LabelCases() => Cases("-list-label-");

    public static TheoryData<string> FieldCases() => Cases("-list-field-");

    [Theory]
    [MemberData(nameof(LabelCases))]
    public void A_label_selector_is_answered_as_recorded(string name) =>
        Check(name, "labelSelector", text => LabelSelectorExpression.Parse(text) is var selector ? pod => selector.Matches(pod.Metadata!.Labels) : null!);

    [Theory]
    [MemberData(nameof(FieldCases))]
    public void A_field_selector_is_answered_as_recorded(string name) => Check(name, "fieldSelector", text =>
    {
        var selector = FieldSelectorExpression.Parse(text).Require(PodFieldLabels.Supported);
        return pod => selector.Matches(field => PodFieldLabels.ValueOf(pod, field));
    });

    [Theory]
    [InlineData("app = web , tier in ( b ,a ),!debug,x notin (),gen>4", "app=web,tier in (a,b),!debug,x notin (),gen>4")]
    [InlineData("in in (in,notin)", "in in (in,notin)")]
    [InlineData("a in (,b)", "a in (,b)")]
    [InlineData("example.com/role==main,b<3", "example.com/role=main,b<3")]
    public void A_label_selector_is_written_in_the_syntax_of_the_API(string text, string written) =>
        Assert.Equal(written, LabelSelectorExpression.Parse(text).ToString());

    [Theory]
    [InlineData("a b", "unable to parse requirement: found 'b', expected: in, notin, =, ==, !=, gt, lt")]
    [InlineData("!", "unable to parse requirement: found '', expected: identifier")]
    [InlineData("!a=b", "found '=', expected: ',' or 'end of string'")]
    [InlineData("a=b,,c", "found ',', expected: identifier after ','")]
    [InlineData("a=-b", "unable to parse requirement: values[0][a]: Invalid value: \"-b\": a valid label must be an empty string or consist of "
        + "alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character (e.g. 'MyValue',  or 'my_value',  or "
        + "'12345', regex used for validation is '(([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9])?')")]
    public void A_wrong_label_selector_is_refused_in_the_words_of_the_API(string text, string message) =>
        Assert.Equal(message, Assert.Throws<SelectorSyntaxException>(() => LabelSelectorExpression.Parse(text)).Message);

    [Fact]
    public void A_hashtable_says_the_same_as_the_text()
    {
        var table = new Hashtable { ["app"] = "web", ["tier"] = new object[] { "b", "a" }, ["debug"] = null, ["gen"] = 4, ["on"] = true };

        Assert.Equal("app=web,!debug,gen=4,on=true,tier in (a,b)", LabelSelectorExpression.FromHashtable(table).ToString());
    }

    [Fact]
    public void A_wrong_key_or_value_of_a_hashtable_is_quoted()
    {
        var key = Assert.Throws<SelectorSyntaxException>(() => LabelSelectorExpression.FromHashtable(new Hashtable { ["-a"] = "b" }));
        var value = Assert.Throws<SelectorSyntaxException>(() => LabelSelectorExpression.FromHashtable(new Hashtable { ["a"] = "has space" }));

        Assert.Contains("\"-a\"", key.Message, StringComparison.Ordinal);
        Assert.Contains("\"has space\"", value.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(@"a=b\,c,d!=e\=f", @"a=b\,c,d!=e\=f")]
    [InlineData("a==b,", "a=b")]
    public void A_field_selector_keeps_its_escapes(string text, string written) =>
        Assert.Equal(written, FieldSelectorExpression.Parse(text).ToString());

    private static void Check(string name, string parameter, Func<string, Func<Pod, bool>> parse)
    {
        var recorded = Recordings.Read($"rest/{name}");
        var path = (string)recorded["request"]!["path"]!;
        var text = Uri.UnescapeDataString(path[(path.IndexOf(parameter, StringComparison.Ordinal) + parameter.Length + 1)..]);
        var body = recorded["response"]!["body"]!;
        if ((int)recorded["response"]!["status"]! != 200)
        {
            Assert.Equal((string)body["message"]!, Assert.Throws<SelectorSyntaxException>(() => parse(text)).Message);
            return;
        }

        var chosen = body["items"]!.AsArray().Select(pod => (string)pod!["metadata"]!["name"]!);
        Assert.Equal(chosen, AllPods.Where(parse(text)).Select(pod => pod.Name!));
    }

    private static TheoryData<string> Cases(string part) => [.. Recordings.Names("rest").Where(name => name.Contains(part, StringComparison.Ordinal))];
}
