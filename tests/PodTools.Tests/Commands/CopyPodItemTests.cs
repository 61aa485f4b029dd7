using PodTools.Commands;
using PodTools.Pipeline;

namespace PodTools.Tests.Commands;

public sealed class CopyPodItemTests : SimulatorTests
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("podtools-copy-");

    // Where containers have no file tree of their own this is a folder of this machine, which goes with the rest.
    private string InPod => Local("in-pod");

    [Fact]
    public void Files_go_into_a_pod_and_come_back()
    {
        var pod = Make("web");
        Run(new InvokePodExecCommand { Pod = [pod], Command = ["mkdir", "-p", InPod] });
        File.WriteAllText(Local("a.txt"), "one");
        File.WriteAllText(Local("b.txt"), "two\n");

        var sent = Run(new CopyPodItemCommand { ToPod = [pod], Path = [Local("*.txt")], Destination = InPod });
        Assert.Equal([$"{InPod}/a.txt", $"{InPod}/b.txt"], sent.Output.Cast<PodCopyResult>().Select(result => result.Destination).Order(StringComparer.Ordinal));

        var fetched = Run(new CopyPodItemCommand { FromPod = "web", Path = [$"{InPod}/?.txt"], Destination = Local("back"), Context = Name });
        Assert.All(fetched.Output.Cast<PodCopyResult>(), result => Assert.Equal((PodCopyDirection.FromPod, 1), (result.Direction, result.Files)));
        Assert.Equal(["one", "two\n"], ((string[])["a.txt", "b.txt"]).Select(name => File.ReadAllText(Local($"back/{name}"))));
    }

    [Fact]
    public void A_destination_that_ends_with_a_slash_is_a_folder_although_it_does_not_exist()
    {
        Make("web");
        File.WriteAllText(Local("a.txt"), "one");

        var sent = Run(new CopyPodItemCommand { ToPod = ["web"], LiteralPath = [Local("a.txt")], Destination = $"{InPod}/new/", Context = Name });
        Assert.Equal($"{InPod}/new/a.txt", ((PodCopyResult)sent.Output.Single()).Destination);

        var fetched = Run(new CopyPodItemCommand { FromPod = "web", Path = [$"{InPod}/new/a.txt"], Destination = Local("fresh") + "/", Context = Name });
        Assert.Equal(Local("fresh/a.txt"), ((PodCopyResult)fetched.Output.Single()).Destination);
    }

    [Fact]
    public void What_is_missing_on_either_side_is_an_error_that_names_it_and_the_rest_is_copied()
    {
        var pod = Make("web");
        File.WriteAllText(Local("there"), "x");

        var sent = Record(new CopyPodItemCommand { ToPod = [pod], Path = [Local("gone"), Local("there")], Destination = $"{InPod}/" });
        Assert.Equal(("FileNotFound", Local("gone")), (sent.Errors.Single().Id, sent.Errors.Single().Target));
        Assert.Single(sent.Output);

        var fetched = Record(new CopyPodItemCommand { FromPod = pod, Path = ["/gone"], Destination = Local("x") });
        Assert.Equal(("CopyPathInvalid", "/gone"), (fetched.Errors.Single().Id, fetched.Errors.Single().Target));
        Assert.False(File.Exists(Local("x")));
    }

    [Fact]
    public void What_is_answered_with_no_is_not_copied()
    {
        var pod = Make("web");

        var refused = new RecordingPipeline { Answer = false }.Run(new CopyPodItemCommand { FromPod = pod, Path = ["/etc/hosts"], Destination = Local("hosts") });

        Assert.Equal([$"Copy '/etc/hosts' to '{Local("hosts")}': pod 'default/web'"], refused.Questions);
        Assert.Empty(_folder.EnumerateFileSystemInfos());
    }

    protected override void Dispose(bool disposing)
    {
        _folder.Delete(recursive: true);
        base.Dispose(disposing);
    }

    private string Local(string name) => Path.Combine(_folder.FullName, name);
}
