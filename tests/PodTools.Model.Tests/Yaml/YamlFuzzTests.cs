using System.Diagnostics;
using PodTools.Yaml;

namespace PodTools.Tests.Yaml;

/// <summary>Damaged manifests are refused or read, and nothing else happens: no other exception, and no hang.</summary>
public sealed class YamlFuzzTests
{
    private const int Mutations = 100_000;
    private static readonly TimeSpan Budget = TimeSpan.FromSeconds(10);

    [Fact]
    public void Mutated_manifests_are_read_or_refused()
    {
        var samples = Samples().ToArray();
        var random = new Random(11);
        var clock = Stopwatch.StartNew();
        for (var i = 0; i < Mutations && clock.Elapsed < Budget; i++)
        {
            var text = Mutate(samples[random.Next(samples.Length)], random);
            var before = clock.Elapsed;
            try
            {
                YamlReader.Read(text);
            }
            catch (YamlSyntaxException)
            {
                // Refusing is one of the two right answers.
            }
            catch (Exception e)
            {
                Assert.Fail($"{e.GetType()}: {e.Message}\n{text}");
            }

            Assert.True(clock.Elapsed - before < TimeSpan.FromSeconds(5), $"Took too long:\n{text}");
        }
    }

    private static IEnumerable<string> Samples() =>
        Recordings.Names("lifecycle").Take(12).Select(name => YamlWriter.Write(Recordings.Read($"lifecycle/{name}")["manifest"]))
            .Append("a: &a {b: [1, 2], c: \"x\\ny\"}\nd: {<<: *a, e: 'it''s'}\nf: |\n  text\n  more\ng: >-\n  folded\n---\n- !!str 5\n- ? k\n  : v\n");

    private static string Mutate(string sample, Random random)
    {
        const string Fragments = "\t \n:-?{}[],&*#!|>'\"%@`~<\\\0\uFEFF0x.";
        var text = new System.Text.StringBuilder(sample.Length > 600 ? sample[..600] : sample);
        for (var edits = random.Next(1, 6); edits > 0; edits--)
        {
            var at = random.Next(text.Length);
            switch (random.Next(4))
            {
                case 0:
                    text[at] = Fragments[random.Next(Fragments.Length)];
                    break;
                case 1:
                    text.Insert(at, Fragments[random.Next(Fragments.Length)]);
                    break;
                case 2:
                    text.Remove(at, Math.Min(random.Next(1, 9), text.Length - at));
                    break;
                default:
                    text.Insert(at, text.ToString(random.Next(at / 2 + 1), Math.Min(at / 2, 20)));
                    break;
            }

            if (text.Length == 0)
            {
                text.Append('-');
            }
        }

        return text.ToString();
    }
}
