using PodTools.Commands;

namespace PodTools.Tests.Commands;

public sealed class InvokePodExecTests : SimulatorTests
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("podtools-exec-");
    private readonly string _file;

    public InvokePodExecTests() => _file = Path.Combine(_folder.FullName, "output");

    [Fact]
    public void Output_goes_to_a_file_byte_by_byte_and_replaces_what_was_there()
    {
        var pod = Make("web");
        File.WriteAllText(_file, "something longer that was there before");

        var run = Run(new InvokePodExecCommand { Pod = [pod], Command = ["printf", @"\377\r\n\000x\n"], OutFile = _file });

        Assert.Equal([0xff, (byte)'\r', (byte)'\n', 0, (byte)'x', (byte)'\n'], File.ReadAllBytes(_file));
        Assert.Equal((0, ""), (((PodExecResult)run.Output.Single()).ExitCode, ((PodExecResult)run.Output.Single()).Output));
    }

    [Fact]
    public void One_file_for_several_pods_is_refused_before_anything_runs()
    {
        Pod[] pods = [Make("one"), Make("two")];

        var run = Record(new InvokePodExecCommand { Pod = pods, Command = ["hostname"], OutFile = _file });

        Assert.Equal("OutFileTaken", Assert.Single(run.Errors).Id);
        Assert.Empty(run.Output);
        Assert.False(File.Exists(_file));
    }

    [Fact]
    public void A_folder_takes_a_file_for_each_pod()
    {
        Pod[] pods = [Make("one"), Make("two")];

        Run(new InvokePodExecCommand { Pod = pods, Command = ["printenv", "HOSTNAME"], OutFile = _file + Path.DirectorySeparatorChar });

        Assert.Equal(["one", "two"], pods.Select(pod => File.ReadAllText(Path.Combine(_file, pod.Name!)).Trim()));
    }

    [Theory]
    [InlineData(new[] { "box" }, new[] { "hostname" }, "PodNotFound")]
    [InlineData(new[] { "box" }, new string[0], "CommandMissing")]
    [InlineData(new string[0], new[] { "hostname" }, "NoPodSelected")]
    public void What_is_missing_is_said(string[] names, string[] command, string id)
    {
        var run = Record(new InvokePodExecCommand { Name = names, Command = command });

        Assert.Equal(id, Assert.Single(run.Errors).Id);
    }

    [Fact]
    public void A_file_that_cannot_be_written_is_an_error_and_nothing_runs()
    {
        var run = Record(new InvokePodExecCommand { Pod = [Make("web")], Command = ["true"], OutFile = Path.Combine(_file, "below") });

        Assert.Equal("FileNotFound", Assert.Single(run.Errors).Id);
        Assert.Empty(run.Output);
    }

    protected override void Dispose(bool disposing)
    {
        _folder.Delete(recursive: true);
        base.Dispose(disposing);
    }
}
