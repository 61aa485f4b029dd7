using System.Diagnostics;
using System.Globalization;
using System.Text.Json.Nodes;

namespace PodTools.Kubernetes.Tests.Credentials;

/// <summary>Credential plugins, as real programs: shell scripts that write down how they were run.</summary>
public sealed class ExecPluginTests : IDisposable
{
    private const string Secret = "planted-secret";

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Arguments_environment_and_cluster_arrive_as_they_stand()
    {
        var plugin = Plugin($"""
            printf '%s\n' "$@" > "$0.args"
            printf '%s' "$COLOUR" > "$0.colour"
            printf '%s' "$KUBERNETES_EXEC_INFO" > "$0.info"
            wc -c > "$0.stdin"
            {Answer($"\"token\":\"{Secret}\"")}
            """, "a b", "", "$HOME", "\"quoted\"") with
        {
            Environment = [new("COLOUR", "deep blue")],
            Cluster = new JsonObject { ["server"] = "https://c.test" },
        };

        var credential = await Source(plugin).GetAsync(default);

        Assert.Equal(Secret, credential.Token);
        Assert.Equal("a b\n\n$HOME\n\"quoted\"\n", Written("args"));
        Assert.Equal("deep blue", Written("colour"));
        Assert.Equal("0", Written("stdin").Trim());
        var info = JsonNode.Parse(Written("info"))!;
        Assert.Equal("client.authentication.k8s.io/v1", (string?)info["apiVersion"]);
        Assert.False((bool)info["spec"]!["interactive"]!);
        Assert.Equal("https://c.test", (string?)info["spec"]!["cluster"]!["server"]);
    }

    [Fact]
    public async Task An_answer_is_kept_until_it_expires_or_is_refused()
    {
        var clock = new SettableClock();
        var expiry = clock.GetUtcNow().AddMinutes(10).ToString("o", CultureInfo.InvariantCulture);
        var plugin = Plugin($"""echo run >> "$0.runs"; {Answer($"\"token\":\"{Secret}\",\"expirationTimestamp\":\"{expiry}\"")}""");
        var source = new ExecCredentials(plugin, clock);

        var first = await source.GetAsync(default);
        await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => source.GetAsync(default).AsTask()));
        Assert.Equal(1, Runs());

        Assert.NotNull(await source.RenewAsync(first, default));
        Assert.Equal(2, Runs());
        Assert.NotNull(await source.RenewAsync(first, default));
        Assert.Equal(2, Runs());

        clock.Now += TimeSpan.FromMinutes(11);
        await source.GetAsync(default);
        Assert.Equal(3, Runs());
    }

    [Fact]
    public async Task A_client_certificate_is_an_answer_too()
    {
        var (certificate, key) = new TestAuthority().IssueClient("carol");
        var status = new JsonObject { ["clientCertificateData"] = certificate, ["clientKeyData"] = key.ExportPkcs8PrivateKeyPem() };
        _folder.Write("answer.json", new JsonObject { ["kind"] = "ExecCredential", ["apiVersion"] = "client.authentication.k8s.io/v1", ["status"] = status }.ToJsonString());

        var credential = await Source(Plugin($"cat {_folder.Path}/answer.json")).GetAsync(default);

        Assert.Equal("O=testers, CN=carol", credential.Certificate!.Context.TargetCertificate.Subject);
    }

    [Theory]
    [InlineData("echo 'please log in' >&2; exit 3", "failed with exit code 3: please log in")]
    [InlineData("echo 'sent Authorization: Bearer planted.secret-1, and eyJhbGciOiJub25l.eyJleHAiOjF9.c2ln: 401' >&2; exit 3", "failed with exit code 3: sent Authorization: Bearer ***, and ***: 401")]
    [InlineData("printf 'bad key:\n-----BEGIN EC PRIVATE KEY-----\nplanted\n-----END EC PRIVATE KEY-----\nsorry' >&2; exit 3", "failed with exit code 3: bad key:\n***\nsorry")]
    [InlineData("echo '{\"token\":\"planted-secret\"'", "did not print an ExecCredential in JSON")]
    [InlineData("echo '{\"kind\":\"Other\",\"token\":\"planted-secret\"}'", "printed JSON that is no ExecCredential")]
    [InlineData("echo '{\"kind\":\"ExecCredential\",\"apiVersion\":\"client.authentication.k8s.io/v1beta1\",\"status\":{\"token\":\"planted-secret\"}}'", "answered in apiVersion \"client.authentication.k8s.io/v1beta1\"")]
    [InlineData("echo '{\"kind\":\"ExecCredential\",\"apiVersion\":\"client.authentication.k8s.io/v1\"}'", "printed no status")]
    [InlineData("echo '{\"kind\":\"ExecCredential\",\"apiVersion\":\"client.authentication.k8s.io/v1\",\"status\":{\"token\":\"two words\"}}'", "printed a token that has a line break, a space")]
    [InlineData("echo '{\"kind\":\"ExecCredential\",\"apiVersion\":\"client.authentication.k8s.io/v1\",\"status\":{}}'", "neither a token nor a client certificate")]
    [InlineData("echo '{\"kind\":\"ExecCredential\",\"apiVersion\":\"client.authentication.k8s.io/v1\",\"status\":{\"token\":\"planted-secret\",\"expirationTimestamp\":\"soon\"}}'", "an expirationTimestamp that is no time")]
    public async Task A_plugin_that_fails_says_how_and_its_output_stays_secret(string script, string words)
    {
        var failure = await Assert.ThrowsAsync<KubernetesException>(() => Source(Plugin(script)).GetAsync(default).AsTask());

        Assert.Equal(KubernetesReason.CredentialFailed, failure.Reason);
        Assert.Contains(words, failure.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(Secret, failure.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_plugin_that_hangs_is_killed_when_its_time_is_over()
    {
        var failure = await Assert.ThrowsAsync<KubernetesException>(
            () => Source(Hanging() with { Timeout = TimeSpan.FromSeconds(5) }).GetAsync(default).AsTask());

        Assert.Contains("did not end within 5 seconds and was stopped: thinking", failure.Message, StringComparison.Ordinal);
        await AssertDeadAsync();
    }

    [Fact]
    public Task A_plugin_that_hangs_is_killed_at_once_when_the_user_leaves() => Promptness.AssertAsync(async stop =>
    {
        File.Delete(Path.Combine(_folder.Path, "plugin.sh.pid"));
        var asking = Source(Hanging()).GetAsync(stop.Token).AsTask();
        await Deadline.UntilAsync(() => File.Exists(Path.Combine(_folder.Path, "plugin.sh.pid")) && Written("pid").EndsWith('\n'));

        var took = await Promptness.CancelAsync(stop, asking);

        await AssertDeadAsync();
        return took;
    });

    [Fact]
    public async Task A_program_is_looked_for_in_PATH_and_never_in_the_current_folder()
    {
        var here = Path.Combine(Environment.CurrentDirectory, "podtools-hijack");
        await File.WriteAllTextAsync(here, "#!/bin/sh\necho hijacked > \"$0.ran\"\n");
        try
        {
            if (!OperatingSystem.IsWindows())
            {
                File.SetUnixFileMode(here, UnixFileMode.UserRead | UnixFileMode.UserExecute);
            }

            var plugin = new ExecPlugin { ApiVersion = "client.authentication.k8s.io/v1", Command = "podtools-hijack", InteractiveMode = "Never", Owner = "user \"u\"", InstallHint = "Get it from example.test" };
            var failure = await Assert.ThrowsAsync<KubernetesException>(() => Source(plugin).GetAsync(default).AsTask());

            Assert.Equal("The credential plugin \"podtools-hijack\" of user \"u\" is not installed, or not in PATH. Get it from example.test.", failure.Message);
            Assert.False(File.Exists(here + ".ran"));
        }
        finally
        {
            File.Delete(here);
        }
    }

    [Fact]
    public async Task Answers_are_shared_by_those_who_ask_for_the_same_and_by_nobody_else()
    {
        var same = Plugin($"""echo run >> "$0.runs"; {Answer($"\"token\":\"{Secret}\"")}""");

        Assert.Same(ExecCredentials.Shared(same), ExecCredentials.Shared(same with { Owner = "user \"other\"" }));
        Assert.NotSame(ExecCredentials.Shared(same), ExecCredentials.Shared(same with { Arguments = [.. same.Arguments, "--profile", "b"] }));
        Assert.NotSame(ExecCredentials.Shared(same), ExecCredentials.Shared(same with { Environment = [new("PROFILE", "b")] }));
        Assert.NotSame(ExecCredentials.Shared(same), ExecCredentials.Shared(same with { Cluster = new JsonObject { ["server"] = "https://c.test" } }));
        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => ExecCredentials.Shared(same).GetAsync(default).AsTask()));
        Assert.Equal(1, Runs());
    }

    [Fact]
    public async Task An_answer_without_an_expiry_ends_with_its_certificate()
    {
        var clock = new SettableClock { Now = DateTimeOffset.UtcNow };
        var (certificate, key) = new TestAuthority().IssueClient("carol");
        var status = new JsonObject { ["clientCertificateData"] = certificate, ["clientKeyData"] = key.ExportPkcs8PrivateKeyPem() };
        _folder.Write("answer.json", new JsonObject { ["kind"] = "ExecCredential", ["apiVersion"] = "client.authentication.k8s.io/v1", ["status"] = status }.ToJsonString());
        var source = new ExecCredentials(Plugin($"""echo run >> "$0.runs"; cat {_folder.Path}/answer.json"""), clock);

        await source.GetAsync(default);
        await source.GetAsync(default);
        Assert.Equal(1, Runs());

        clock.Now = clock.Now.AddDays(31);
        await source.GetAsync(default);
        Assert.Equal(2, Runs());
    }

    [Fact]
    public async Task The_server_refusing_a_token_brings_a_fresh_one()
    {
        await using var server = new ScriptedServer(null, (request, stream, _) =>
            ScriptedServer.WriteAsync(stream, request.Header("Authorization") == "Bearer token-1" ? 401 : 200, "{}"));
        var plugin = Plugin($"""echo run >> "$0.runs"; n=$(($(wc -l < "$0.runs"))); {Answer("\"token\":\"token-'$n'\"")}""");
        using var connection = new KubernetesConnection(
            new() { Context = "test", Server = new($"http://localhost:{server.Port}"), Credentials = Source(plugin) }, TestConnections.Quick);

        await connection.ReadBytesAsync(new(HttpMethod.Post, "/x"));
        await connection.ReadBytesAsync(new(HttpMethod.Post, "/x"));

        Assert.Equal(["Bearer token-1", "Bearer token-2", "Bearer token-2"], server.Requests.Select(r => r.Header("Authorization")));
    }

    private static ExecCredentials Source(ExecPlugin plugin) => new(plugin, TimeProvider.System);

    private static string Answer(string status) =>
        "echo '{\"kind\":\"ExecCredential\",\"apiVersion\":\"client.authentication.k8s.io/v1\",\"status\":{" + status + "}}'";

    private ExecPlugin Hanging() => Plugin("echo thinking >&2; sleep 600 & echo $! > \"$0.child\"; echo $$ > \"$0.pid\"; wait");

    private ExecPlugin Plugin(string script, params string[] arguments) => new()
    {
        ApiVersion = "client.authentication.k8s.io/v1",
        Command = "/bin/sh",
        Arguments = [_folder.Write("plugin.sh", script), .. arguments],
        InteractiveMode = "Never",
        Owner = "user \"u\"",
    };

    private string Written(string what) => File.ReadAllText(Path.Combine(_folder.Path, $"plugin.sh.{what}"));

    private int Runs() => File.ReadAllLines(Path.Combine(_folder.Path, "plugin.sh.runs")).Length;

    private async Task AssertDeadAsync()
    {
        foreach (var pid in new[] { "pid", "child" }.Select(what => int.Parse(Written(what), CultureInfo.InvariantCulture)))
        {
            await Deadline.UntilAsync(() => !IsRunning(pid));
        }
    }

    // One that nobody has asked for its exit code yet runs no longer, although the system still lists it.
    private static bool IsRunning(int pid) => Process.GetProcesses().Any(p => p.Id == pid && !p.HasExited) && !IsUnclaimed(pid);

    private static bool IsUnclaimed(int pid)
    {
        try
        {
            return File.ReadAllText($"/proc/{pid}/stat").Contains(") Z ", StringComparison.Ordinal);
        }
        catch (IOException)
        {
            // It has gone meanwhile, or this system keeps no such file.
            return false;
        }
    }
}
