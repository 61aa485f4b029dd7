using PodTools.Commands;
using PodTools.Kubernetes.Tests;
using PodTools.Pipeline;
using Xunit.Abstractions;

namespace PodTools.Tests.Commands;

/// <summary>What <c>Get-PodContext -Test</c> tells of servers of all kinds.</summary>
public sealed class ContextProbeTests(ITestOutputHelper output)
{
    private const string Status = """{"kind":"Status","apiVersion":"v1","status":"Failure","message":"no","reason":"REASON","code":CODE}""";

    [Theory]
    [InlineData(200, """{"major":"1","gitVersion":"v1.33.2"}""", true, null)]
    [InlineData(401, "Unauthorized", true, "Unauthorized")]
    [InlineData(403, "Forbidden", true, "Forbidden")]
    [InlineData(429, "TooManyRequests", true, "TooManyRequests")]
    [InlineData(500, "InternalError", false, "InternalError")]
    [InlineData(403, "<html><title>Blocked</title></html>", false, KubernetesReason.InvalidAnswer)]
    [InlineData(404, "<html><title>Not here</title></html>", false, KubernetesReason.InvalidAnswer)]
    [InlineData(200, "<html><title>Log in</title></html>", false, KubernetesReason.InvalidAnswer)]
    [InlineData(302, "", false, KubernetesReason.InvalidAnswer)]
    [InlineData(200, """{"hello":"world"}""", false, KubernetesReason.InvalidAnswer)]
    [InlineData(500, "<html><title>No backend</title></html>", false, "InternalError")]
    public async Task Who_answers_and_how(int code, string answer, bool reachable, string? reason)
    {
        var page = answer.StartsWith('<');
        var body = page || answer.StartsWith('{') || answer.Length == 0 ? answer : Status.Replace("REASON", answer).Replace("CODE", $"{code}");
        await using var server = new ScriptedServer(null, (_, stream, _) => ScriptedServer.WriteAsync(stream, code, body, page ? "text/html" : "application/json"));

        var test = Probe($"http://127.0.0.1:{server.Port}");

        output.WriteLine($"HTTP {code} {answer,-45} {test.Reachable,-5} {test.Reason,-20} {test.Version}{test.Error}");
        Assert.Equal((reachable, reason, reason is null), (test.Reachable, test.Reason, test.Error is null));
    }

    [Fact]
    public async Task A_server_that_says_nothing()
    {
        await using var server = new ScriptedServer(null, (_, _, stop) => Task.Delay(Timeout.Infinite, stop));

        var test = Probe($"http://127.0.0.1:{server.Port}", timeout: 1);

        Assert.Equal((false, KubernetesReason.Timeout), (test.Reachable, test.Reason));
    }

    [Theory]
    [InlineData("https://127.0.0.1:1", KubernetesReason.ConnectionRefused)]
    [InlineData("ftp://127.0.0.1", KubernetesReason.KubeConfigInvalid)]
    public void Servers_that_are_not_there(string server, string reason)
    {
        var test = Probe(server);

        Assert.Equal((false, reason), (test.Reachable, test.Reason));
    }

    [Fact]
    public async Task A_certificate_that_nobody_vouches_for()
    {
        await using var server = new ScriptedServer(TestAuthority.SelfSigned("127.0.0.1"), (_, _, _) => Task.CompletedTask);

        var test = Probe($"https://127.0.0.1:{server.Port}");

        Assert.Equal((false, KubernetesReason.CertificateUntrusted), (test.Reachable, test.Reason));
    }

    private static PodContextTest Probe(string server, int timeout = 60)
    {
        var file = Path.GetTempFileName();
        try
        {
            File.WriteAllText(file, $$"""
                apiVersion: v1
                kind: Config
                current-context: it
                clusters: [{ name: it, cluster: { server: '{{server}}' } }]
                contexts: [{ name: it, context: { cluster: it } }]
                """);
            var command = new GetPodContextCommand { KubeConfig = file, Timeout = TimeSpan.FromSeconds(timeout) };
            return (PodContextTest)new RecordingPipeline().Run(command.With(nameof(GetPodContextCommand.Test))).Output.Single();
        }
        finally
        {
            File.Delete(file);
        }
    }
}
