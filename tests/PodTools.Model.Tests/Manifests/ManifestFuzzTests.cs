using System.Diagnostics;
using System.Text.Json.Nodes;
using PodTools.Compare;
using PodTools.Manifests;
using PodTools.Validation;
using PodTools.Yaml;

namespace PodTools.Tests.Manifests;

/// <summary>Whatever stands in a manifest, it is read or refused, and checked without a crash or a hang.</summary>
public sealed class ManifestFuzzTests
{
    private static readonly TimeSpan Budget = TimeSpan.FromSeconds(5);

    private const string Fragments = "{}[]:,\"'\\ \n\t-#&*!0x\uD800";

    private static readonly string[] Values =
    [
        "null", "true", "0", "-1", "1.5", "1e400", "99999999999999999999", "\"\"", "\"x\"", "\"é\\u0000/..\"", "[]", "{}", "[null]", "[[{}]]", "{\"\":null}", "{\"a\":{\"b\":[]}}",
    ];

    [Fact]
    public void Any_value_in_any_field_is_checked_without_a_crash()
    {
        var samples = Samples();
        var random = new Random(5);
        var clock = Stopwatch.StartNew();
        for (var i = 0; i < 100_000 && clock.Elapsed < Budget; i++)
        {
            var original = samples[random.Next(samples.Length)];
            var pod = (JsonObject)original.DeepClone();
            for (var edits = random.Next(1, 4); edits > 0; edits--)
            {
                Replace(pod, random);
            }

            Check(pod.ToJsonString(), () =>
            {
                PodValidator.Validate(pod);
                PodUpdateValidator.Validate(pod, original);
                PodUpdateValidator.Validate(original, pod);
                PodUpdateValidator.ValidateEphemeralContainers(pod, original);
                PodUpdateValidator.ValidateResize(pod, original);
                PodComparer.Compare(original, pod);
                ManifestWriter.ToYaml(ManifestWriter.Clean(pod));
                foreach (var document in ManifestReader.Read(pod.ToJsonString()))
                {
                    ManifestValidator.Validate(document);
                }
            });
        }
    }

    [Fact]
    public void Damaged_text_is_read_or_refused()
    {
        var texts = Samples().SelectMany(sample => new[] { sample.ToJsonString(), YamlWriter.Write(sample) }).Select(text => text[..Math.Min(text.Length, 900)]).ToArray();
        var random = new Random(6);
        var clock = Stopwatch.StartNew();
        for (var i = 0; i < 100_000 && clock.Elapsed < Budget; i++)
        {
            var text = texts[random.Next(texts.Length)].ToCharArray();
            for (var edits = random.Next(1, 4); edits > 0; edits--)
            {
                text[random.Next(text.Length)] = Fragments[random.Next(Fragments.Length)];
            }

            Check(new string(text), () =>
            {
                try
                {
                    foreach (var document in ManifestReader.Read(new string(text), "x"))
                    {
                        ManifestValidator.Validate(document);
                    }
                }
                catch (ManifestException refused)
                {
                    Assert.True(refused.Issue.Line >= 1 && refused.Issue.Column >= 1);
                }
            });
        }
    }

    private static void Check(string what, Action action)
    {
        var clock = Stopwatch.StartNew();
        var crash = Record.Exception(action);
        Assert.True(crash is null, $"{crash}\n{what}");
        Assert.True(clock.Elapsed < TimeSpan.FromSeconds(5), $"Took too long:\n{what}");
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
