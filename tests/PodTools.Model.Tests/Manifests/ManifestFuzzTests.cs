using System.Text;
using System.Text.Json.Nodes;
using PodTools.Compare;
using PodTools.Manifests;
using PodTools.Validation;
using PodTools.Yaml;
using Xunit.Abstractions;

namespace PodTools.Tests.Manifests;

/// <summary>Whatever stands in a manifest, it is read or refused, and checked without a crash or a hang.</summary>
public sealed class ManifestFuzzTests(ITestOutputHelper output)
{
    private const string Fragments = "\t \n\r:-?{}[],&*#!|>'\"%@`~<\\\0\uFEFF\uD800\u00850x.=";

    private static readonly string[] Words = ["<<: *a", "*a", "&a ", "---\n", "...\n", "!!int ", "!!binary ", "%YAML 1.1\n", "\\u0000", "1e999", "kind: List\nitems:\n- ", ": ", "\n- ", "\n  "];

    private static readonly string[] Values =
    [
        "null", "true", "0", "-1", "1.5", "1e400", "99999999999999999999", "\"\"", "\"x\"", "\"é\\u0000/..\"", "[]", "{}", "[null]", "[[{}]]", "{\"\":null}", "{\"a\":{\"b\":[]}}",
    ];

    [Fact]
    public void Any_value_in_any_field_is_checked_without_a_crash()
    {
        var samples = Samples();
        Fuzzing.Run(output, Edited, text =>
        {
            var pod = (JsonObject)JsonNode.Parse(text)!;
            var original = samples[text.Length % samples.Length];
            PodValidator.Validate(pod);
            PodUpdateValidator.Validate(pod, original);
            PodUpdateValidator.Validate(original, pod);
            PodUpdateValidator.ValidateEphemeralContainers(pod, original);
            PodUpdateValidator.ValidateResize(pod, original);
            PodComparer.Compare(original, pod);
            ManifestWriter.ToYaml(ManifestWriter.Clean(pod));
            foreach (var document in ManifestReader.Read(text))
            {
                ManifestValidator.Validate(document);
            }
        });

        string Edited(Random random)
        {
            var pod = (JsonObject)samples[random.Next(samples.Length)].DeepClone();
            for (var edits = random.Next(1, 4); edits > 0; edits--)
            {
                Replace(pod, random);
            }

            return pod.ToJsonString();
        }
    }

    [Fact]
    public void Damaged_text_is_read_or_refused()
    {
        var texts = Samples().SelectMany(sample => new[] { sample.ToJsonString(), YamlWriter.Write(sample) }).Select(text => text[..Math.Min(text.Length, 2000)])
            .Append("a: &a {b: [1, 2], c: \"x\\ny\"}\nd: {<<: *a, e: 'it''s'}\nf: |\n  text\n  more\ng: >-\n  folded\n---\n- !!str 5\n- ? k\n  : v\n").ToArray();
        Fuzzing.Run(output, random => Damage(texts[random.Next(texts.Length)], random), text =>
        {
            try
            {
                foreach (var document in ManifestReader.Read(text, "x"))
                {
                    Assert.All(ManifestValidator.Validate(document), issue => Assert.True(issue.Line >= 1 && issue.Column >= 1));
                }
            }
            catch (ManifestException refused)
            {
                Assert.True(refused.Issue.Line >= 1 && refused.Issue.Column >= 1);
            }
        });
    }

    [Theory]
    [InlineData("[", "")]
    [InlineData("{\"a\":", "")]
    [InlineData("{a: ", "")]
    [InlineData("- ", "x")]
    [InlineData("a:\n ", "x")]
    [InlineData("? ", "x")]
    [InlineData("[[[{a: [", "")]
    [InlineData("!!str &a ", "x")]
    public void A_text_nested_a_hundred_thousand_deep_is_refused(string opening, string end)
    {
        var text = string.Concat(Enumerable.Repeat(opening, 100_000)) + end;
        Assert.Throws<ManifestException>(() => ManifestReader.Read(text));
        Assert.Throws<ManifestException>(() => ManifestReader.Read($"apiVersion: v1\nkind: Pod\nspec: {text}"));
    }

    [Fact]
    public void A_few_lines_that_would_expand_into_gigabytes_are_refused()
    {
        var bomb = "a0: &a0 [x, x, x, x, x, x, x, x, x]\n"
            + string.Concat(Enumerable.Range(1, 12).Select(i => $"a{i}: &a{i} [{string.Join(", ", Enumerable.Repeat($"*a{i - 1}", 9))}]\n"));
        Assert.Contains("aliases", Assert.Throws<ManifestException>(() => ManifestReader.Read(bomb)).Message, StringComparison.Ordinal);
        var merges = "a0: &a0 {k0: x}\n" + string.Concat(Enumerable.Range(1, 3000).Select(i => $"a{i}: &a{i}\n  <<: *a{i - 1}\n  k{i}: x\n"));
        Assert.Throws<ManifestException>(() => ManifestReader.Read(merges));
        Assert.Contains("never end", Assert.Throws<ManifestException>(() => ManifestReader.Read("a: &a [*a]\n")).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_value_of_many_megabytes_is_read_in_a_moment()
    {
        var value = new string('x', 20_000_000);
        foreach (var text in new[] { $"metadata:\n  annotations:\n    a: {value}\n", $"metadata:\n  annotations:\n    a: |\n      {value}\n", $"{{\"metadata\": {{\"annotations\": {{\"a\": \"{value}\"}}}}}}" })
        {
            Assert.Contains(ManifestValidator.Validate(Assert.Single(ManifestReader.Read(text))), issue => issue.Rule == "AnnotationSize");
        }
    }

    private static string Damage(string sample, Random random)
    {
        var text = new StringBuilder(sample);
        for (var edits = random.Next(1, 6); edits > 0 && text.Length > 0; edits--)
        {
            var at = random.Next(text.Length);
            _ = random.Next(5) switch
            {
                0 => text.Replace(text[at], Fragments[random.Next(Fragments.Length)], at, 1),
                1 => text.Insert(at, Fragments[random.Next(Fragments.Length)]),
                2 => text.Remove(at, Math.Min(random.Next(1, 9), text.Length - at)),
                3 => text.Insert(at, Words[random.Next(Words.Length)]),
                _ => text.Insert(at, text.ToString(random.Next((at / 2) + 1), Math.Min(at / 2, 40))),
            };
        }

        return text.ToString();
    }

    private static JsonObject[] Samples() =>
    [
        .. Recordings.Names("lifecycle").Select(name => Recordings.Read($"lifecycle/{name}")["manifest"]).OfType<JsonObject>(),
        .. Recordings.Names("rest").Where(name => name.Contains("-create-", StringComparison.Ordinal)).Select(name => Recordings.Read($"rest/{name}")["request"]!["body"])
            .OfType<JsonObject>().Where(body => (string?)body["kind"] == "Pod" && !body.ToJsonString().Contains("xxxxxxxxxxxxxxxx", StringComparison.Ordinal)),
        (JsonObject)Recordings.Read("rest/031-pod-create-full.json")["response"]!["body"]!,
    ];

    /// <summary>Puts another value into some place of the tree.</summary>
    private static void Replace(JsonNode node, Random random)
    {
        var depth = random.Next(1, 9);
        for (var child = node; depth > 0; depth--)
        {
            node = child;
            child = node switch
            {
                JsonObject { Count: > 0 } map => map.ElementAt(random.Next(map.Count)).Value,
                JsonArray { Count: > 0 } list => list[random.Next(list.Count)],
                _ => null,
            };
            if (child is null)
            {
                break;
            }
        }

        var value = JsonNode.Parse(Values[random.Next(Values.Length)]);
        switch (node)
        {
            case JsonObject { Count: > 0 } map:
                map[map.ElementAt(random.Next(map.Count)).Key] = value;
                break;
            case JsonArray { Count: > 0 } list:
                list[random.Next(list.Count)] = value;
                break;
            default:
                break;
        }
    }
}
