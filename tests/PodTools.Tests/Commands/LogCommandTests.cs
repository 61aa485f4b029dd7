using System.Text;
using PodTools.Commands;

namespace PodTools.Tests.Commands;

/// <summary>What Get-PodLog makes of lines and bytes.</summary>
public sealed class LogCommandTests : SimulatorTests
{
    private const string Script = "echo '{\"level\":\"warn\",\"count\":2,\"tags\":[\"a\",null]}'; echo plain; printf 'no end'";

    [Fact]
    public void Lines_of_json_give_their_properties_and_others_none()
    {
        var entries = Run(Log("talk").With(nameof(GetPodLogCommand.AsJson))).Output.Cast<PodLogEntry>().ToList();

        Assert.Equal(("warn", 2L), ((string?)entries[0].Properties["LEVEL"], (long?)entries[0].Properties["count"]));
        Assert.Equal(new object?[] { "a", null }, entries[0].Properties["tags"]);
        Assert.Equal("plain", entries[1].Message);
        Assert.Empty(entries[1].Properties);
    }

    [Fact]
    public void Times_stand_before_lines_on_demand()
    {
        var entry = (PodLogEntry)Run(Log("talk", match: "plain").With(nameof(GetPodLogCommand.Timestamps))).Output.Single();
        Assert.Equal($"{entry.Timestamp} plain", entry.ToString());
    }

    [Fact]
    public void Bytes_are_what_the_container_wrote()
    {
        var blocks = Run(Log("talk").With(nameof(GetPodLogCommand.AsByteStream))).Output.Cast<byte[]>();
        Assert.EndsWith("plain\nno end", Encoding.UTF8.GetString([.. blocks.SelectMany(block => block)]), StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_gets_the_bytes_and_is_not_touched_when_there_is_no_such_pod()
    {
        var path = Path.Combine(Path.GetTempPath(), $"{Name}.log");
        try
        {
            Assert.Equal("PodNotFound", Record(new GetPodLogCommand { Name = ["gone"], Context = Name, OutFile = path }).Errors.Single().Id);
            Assert.False(File.Exists(path));

            var command = Log("talk");
            command.OutFile = path;
            Assert.Empty(Run(command).Output);
            Assert.EndsWith("plain\nno end", File.ReadAllText(path), StringComparison.Ordinal);
        }
        finally
        {
            File.Delete(path);
        }
    }

    [Fact]
    public void Bytes_and_what_looks_at_lines_exclude_one_another() =>
        Assert.Equal("ParametersExclusive", Record(Log("talk", match: "x").With(nameof(GetPodLogCommand.AsByteStream))).Errors.Single().Id);

    private GetPodLogCommand Log(string name, string? match = null)
    {
        Make(name, Script, "Completed");
        return new GetPodLogCommand { Name = [name], Match = match, Context = Name };
    }
}
