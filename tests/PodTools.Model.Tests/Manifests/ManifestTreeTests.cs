using System.Collections;
using PodTools.Manifests;

namespace PodTools.Tests.Manifests;

public sealed class ManifestTreeTests
{
    [Fact]
    public void Hashtables_and_arrays_become_a_tree()
    {
        var tree = ManifestTree.From(new Hashtable
        {
            ["metadata"] = new Hashtable { ["name"] = "a" },
        });
        Assert.Equal("""{"metadata":{"name":"a"}}""", tree!.ToJsonString());
        Assert.Equal("""["a",1,1.5,true,null,"500m",80,"web","2026-01-02T03:04:05Z"]""", ManifestTree.From(new object?[]
        {
            "a", 1L, 1.5, true, null, Quantity.Parse("500m"), new IntOrString(80), new IntOrString("web"), new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.Zero),
        })!.ToJsonString());
    }

    [Fact]
    public void Objects_of_the_model_become_their_json() =>
        Assert.Equal("""[{"image":"b","name":"a"}]""", ManifestTree.From(new[] { new Container { Name = "a", Image = "b" } })!.ToJsonString());

    [Fact]
    public void Wrappers_are_taken_off_everywhere() => Assert.Equal(
        """{"a":["x"]}""",
        ManifestTree.From(new Lazy<object>(new Hashtable { ["a"] = new[] { new Lazy<object>("x") } }), value => value is Lazy<object> lazy ? lazy.Value : value)!.ToJsonString());

    [Fact]
    public void What_has_no_place_in_a_manifest_is_named()
    {
        var error = Assert.Throws<ArgumentException>(() => ManifestTree.From(new Hashtable { ["spec"] = new[] { new object() } }));
        Assert.StartsWith("spec[0] is a Object", error.Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => ManifestTree.From(double.NaN));
    }

    [Fact]
    public void A_table_that_contains_itself_is_refused()
    {
        var table = new Hashtable();
        table["self"] = table;
        Assert.Contains("contains itself", Assert.Throws<ArgumentException>(() => ManifestTree.From(table)).Message, StringComparison.Ordinal);
    }
}
