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
    public async Task Of_several_files_the_one_with_a_current_context_is_changed()
    {
        var first = _folder.Write("first", Contexts);
        var second = _folder.Write("second", "current-context: a\n");

        Assert.Equal(second, await KubeConfigWriter.SetCurrentContextAsync(first + Path.PathSeparator + second, "b"));
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
