using System.Diagnostics;

namespace PodTools.Kubernetes.Tests.Config;

public sealed class KubeConfigWriterTests : IDisposable
{
    private const string Contexts = "contexts: [{name: a, context: {cluster: c}}, {name: b, context: {cluster: c}}, {name: 'on', context: {cluster: c}}]\n";

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("# mine\ncurrent-context: a # today\nx-field: 1\n", "b", "# mine\ncurrent-context: b # today\nx-field: 1\n")]
    [InlineData("current-context:   \"a\"\r\n", "b", "current-context:   b\r\n")]
    [InlineData("current-context: 'a'\n", "on", "current-context: \"on\"\n")]
    [InlineData("current-context:\n", "b", "current-context: b\n")]
    [InlineData("current-context: \"\"\n", "b", "current-context: b\n")]
    [InlineData("", "b", "")]
    public async Task The_current_context_changes_and_nothing_else(string head, string context, string expected)
    {
        var path = _folder.Write("config", head + Contexts);

        Assert.Equal(path, await KubeConfigWriter.SetCurrentContextAsync(path, context));

        var added = head.Length == 0 ? $"current-context: {context}\n" : "";
        Assert.Equal(expected + Contexts + added, await File.ReadAllTextAsync(path));
        Assert.Equal(["config"], Directory.GetFiles(_folder.Path).Select(Path.GetFileName));
    }

    [Theory]
    [InlineData("{\"current-context\": \"a\", \"contexts\": [{\"name\": \"b\", \"context\": {}}]}", "{\"current-context\": \"b\", \"contexts\": [{\"name\": \"b\", \"context\": {}}]}")]
    [InlineData("{\"contexts\": [{\"name\": \"b\", \"context\": {}}]}", "{\"current-context\": \"b\", \"contexts\": [{\"name\": \"b\", \"context\": {}}]}")]
    public async Task A_kubeconfig_in_JSON_stays_JSON(string before, string after)
    {
        var path = _folder.Write("config", before);

        await KubeConfigWriter.SetCurrentContextAsync(path, "b");

        Assert.Equal(after, await File.ReadAllTextAsync(path));
    }

    [Fact]
    public async Task Mode_and_link_stay()
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        var target = _folder.Write("real", Contexts);
        File.SetUnixFileMode(target, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead);
        var link = Path.Combine(_folder.Path, "link");
        File.CreateSymbolicLink(link, target);

        await KubeConfigWriter.SetCurrentContextAsync(link, "b");

        Assert.Equal(target, File.ResolveLinkTarget(link, true)!.FullName);
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead, File.GetUnixFileMode(target));
        Assert.Equal("b", KubeConfig.Load(link).CurrentContext);
    }

    [Fact]
    public async Task Of_several_files_the_first_that_exists_is_changed_as_kubectl_does()
    {
        var first = _folder.Write("first", "");
        var second = _folder.Write("second", "current-context: a\n" + Contexts);
        var list = string.Join(Path.PathSeparator, Path.Combine(_folder.Path, "missing"), first, second);

        Assert.Equal(first, await KubeConfigWriter.SetCurrentContextAsync(list, "b"));

        Assert.Equal("b", KubeConfig.Load(list).CurrentContext);
        Assert.Equal("current-context: b\n", await File.ReadAllTextAsync(first));
        Assert.StartsWith("current-context: a\n", await File.ReadAllTextAsync(second), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_file_that_is_read_only_stays_as_it_is()
    {
        var path = _folder.Write("config", Contexts);
        new FileInfo(path).IsReadOnly = true;

        var refusal = await Assert.ThrowsAsync<KubeConfigException>(() => KubeConfigWriter.SetCurrentContextAsync(path, "b"));

        Assert.Contains("is read-only", refusal.Message, StringComparison.Ordinal);
        Assert.Equal(Contexts, await File.ReadAllTextAsync(path));
        Assert.Equal(["config"], Directory.GetFiles(_folder.Path).Select(Path.GetFileName));
    }

    [Fact]
    public async Task A_folder_that_cannot_be_written_to_is_named_and_the_file_stays()
    {
        var path = _folder.Write("sealed/config", Contexts);
        Directory.CreateDirectory(path + ".lock");

        var refusal = await Assert.ThrowsAsync<KubeConfigException>(() => KubeConfigWriter.SetCurrentContextAsync(path, "b"));

        Assert.Contains(path, refusal.Message, StringComparison.Ordinal);
        Assert.Equal(Contexts, await File.ReadAllTextAsync(path));
    }

    [Theory]
    [InlineData("# head\r\napiVersion: v1\r\nkind: Config # kind\r\n\r\ncurrent-context: 'a'   # now\r\n# tail\r\n")]
    [InlineData("preferences: {colors: true}\ncurrent-context: >-\n  a\n")]
    [InlineData("? current-context\n: a\n")]
    [InlineData("\uFEFF\"current-context\": a\n")]
    [InlineData("current-context: &here a\nextensions: [{name: e, extension: {was: *here}}]\n")]
    public async Task Whatever_the_way_of_writing_it_is_changed_in_place_or_left_alone(string head)
    {
        var path = _folder.Write("config", head + Contexts);

        var refusal = await Record.ExceptionAsync(() => KubeConfigWriter.SetCurrentContextAsync(path, "b"));

        var after = await File.ReadAllTextAsync(path, new System.Text.UTF8Encoding(false));
        if (refusal is null)
        {
            Assert.Equal("b", KubeConfig.Load(path).CurrentContext);
            Assert.EndsWith(Contexts, after, StringComparison.Ordinal);
            Assert.Equal(head.Split('\n').Count(line => line.Contains('#', StringComparison.Ordinal)), after.Split('\n').Count(line => line.Contains('#', StringComparison.Ordinal)));
            Assert.Equal(head.Count(c => c == '\r'), after.Count(c => c == '\r'));
        }
        else
        {
            Assert.Contains("was left as it is", Assert.IsType<KubeConfigException>(refusal).Message, StringComparison.Ordinal);
            Assert.Equal(head.TrimStart('\uFEFF') + Contexts, after.TrimStart('\uFEFF'));
        }
    }

    [ProgramFact("kubectl")]
    public async Task Kubectl_and_this_never_lose_what_the_other_writes()
    {
        const int Rounds = 8;
        var path = _folder.Write("config", "current-context: a\n" + Contexts + "# mine\n");
        var ours = Task.Run(async () =>
        {
            for (var i = 0; i < Rounds * 4; i++)
            {
                await KubeConfigWriter.SetCurrentContextAsync(path, i % 2 == 0 ? "b" : "on");
            }
        });
        for (var i = 0; i < Rounds; i++)
        {
            await KubectlAsync(path, "config", "set-cluster", $"added-{i}", $"--server=https://{i}.test");
        }

        await ours.WaitAsync(TimeSpan.FromSeconds(60));
        var text = await File.ReadAllTextAsync(path);

        Assert.Equal("on", KubeConfig.Load(path).CurrentContext);
        Assert.All(Enumerable.Range(0, Rounds), i => Assert.Contains($"https://{i}.test", text, StringComparison.Ordinal));
        Assert.Equal(["config"], Directory.GetFiles(_folder.Path).Select(Path.GetFileName));
    }

    // kubectl gives up at once when the file is locked: whoever runs it has to try again.
    private static async Task KubectlAsync(string path, params string[] arguments)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        while (true)
        {
            using var kubectl = Process.Start(new ProcessStartInfo("kubectl", [.. arguments, "--kubeconfig", path]) { RedirectStandardError = true, RedirectStandardOutput = true })!;
            var complaint = await kubectl.StandardError.ReadToEndAsync(patience.Token);
            await kubectl.WaitForExitAsync(patience.Token);
            if (kubectl.ExitCode == 0)
            {
                return;
            }

            Assert.Contains("file exists", complaint, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_context_that_is_not_there_changes_nothing()
    {
        var path = _folder.Write("config", Contexts);

        var refusal = await Assert.ThrowsAsync<KubeConfigException>(() => KubeConfigWriter.SetCurrentContextAsync(path, "zzz"));

        Assert.Equal(KubernetesReason.ContextNotFound, refusal.Reason);
        Assert.Equal(Contexts, await File.ReadAllTextAsync(path));
    }

    [Fact]
    public async Task While_another_program_holds_the_lock_nothing_is_written()
    {
        var path = _folder.Write("config", Contexts);
        _folder.Write("config.lock", "");
        using var impatience = new CancellationTokenSource(TimeSpan.FromMilliseconds(200));

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => KubeConfigWriter.SetCurrentContextAsync(path, "b", impatience.Token));

        Assert.Equal(Contexts, await File.ReadAllTextAsync(path));
        Assert.True(File.Exists(path + ".lock"));
    }
}
