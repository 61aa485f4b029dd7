using System.Text.Json.Nodes;
using PodTools.Simulator.Tests.Support;

namespace PodTools.Simulator.Tests.Http;

/// <summary>The server's HTTP, by clients that write it by hand.</summary>
public sealed class HttpServerTests : IAsyncLifetime
{
    private PodSimulator _simulator = null!;

    public async Task InitializeAsync() => _simulator = await PodSimulator.StartAsync(new PodSimulatorOptions { Nodes = 0 });

    public async Task DisposeAsync() => await _simulator.DisposeAsync();

    [Fact]
    public async Task One_connection_serves_one_request_after_the_other()
    {
        await using var connection = await RawConnection.OpenAsync(_simulator);
        for (var i = 0; i < 3; i++)
        {
            await connection.SendAsync("GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n");
            Assert.Equal(("HTTP/1.1 200 OK", "ok"), await connection.AnswerAsync());
        }
    }

    [Fact]
    public async Task The_head_of_an_answer_comes_without_its_body_when_only_that_is_asked_for()
    {
        await using var connection = await RawConnection.OpenAsync(_simulator);
        await connection.SendAsync("HEAD /healthz HTTP/1.1\r\nHost: x\r\n\r\n");
        Assert.Equal("HTTP/1.1 200 OK", (await connection.AnswerAsync(hasBody: false)).Status);
        await connection.SendAsync("GET /livez HTTP/1.1\r\nHost: x\r\n\r\n");
        Assert.Equal("ok", (await connection.AnswerAsync()).Body);
    }

    [Fact]
    public async Task A_body_may_come_in_chunks()
    {
        await using var connection = await RawConnection.OpenAsync(_simulator);
        await connection.SendAsync($"{PostNamespace()}Transfer-Encoding: chunked\r\n\r\n");
        await connection.SendAsync("d\r\n{\"metadata\":{\r\n");
        await connection.SendAsync("0014;extension=1\r\n\"name\":\"in-chunks\"}} \r\n0\r\nTrailer: x\r\n\r\n");

        var (status, body) = await connection.AnswerAsync();
        Assert.Equal("HTTP/1.1 201 Created", status);
        Assert.Equal("in-chunks", (string?)JsonNode.Parse(body)!["metadata"]!["name"]);
    }

    [Fact]
    public async Task A_client_that_waits_for_leave_to_send_gets_it()
    {
        const string body = """{"metadata":{"name":"with-leave"}}""";
        await using var connection = await RawConnection.OpenAsync(_simulator);
        await connection.SendAsync($"{PostNamespace()}Content-Length: {body.Length}\r\nExpect: 100-continue\r\n\r\n");
        Assert.Equal("HTTP/1.1 100 Continue", await connection.LineAsync());
        Assert.Equal("", await connection.LineAsync());
        await connection.SendAsync(body);
        Assert.Equal("HTTP/1.1 201 Created", (await connection.AnswerAsync()).Status);
    }

    [Fact]
    public async Task A_body_that_nobody_read_does_not_become_the_next_request()
    {
        await using var connection = await RawConnection.OpenAsync(_simulator);
        await connection.SendAsync("POST /healthz HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\n\r\nhello");
        Assert.Equal("HTTP/1.1 403 Forbidden", (await connection.AnswerAsync()).Status);
        await connection.SendAsync("GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n");
        Assert.Equal("HTTP/1.1 200 OK", (await connection.AnswerAsync()).Status);
    }

    [Theory]
    [InlineData("nonsense\r\n\r\n", "HTTP/1.1 400 Bad Request")]
    [InlineData("GET / HTTP/1.1\r\nno colon here\r\n\r\n", "HTTP/1.1 400 Bad Request")]
    [InlineData("GET / HTTP/1.1\r\nContent-Length: many\r\n\r\n", "HTTP/1.1 400 Bad Request")]
    public async Task What_is_no_request_is_refused_and_the_connection_closed(string text, string status)
    {
        await using var connection = await RawConnection.OpenAsync(_simulator);
        await connection.SendAsync(text);
        Assert.Equal(status, (await connection.AnswerAsync()).Status);
        Assert.Null(await connection.LineAsync());
    }

    [Fact]
    public async Task A_head_without_end_is_refused()
    {
        await using var connection = await RawConnection.OpenAsync(_simulator);
        await connection.SendAsync("GET /" + new string('a', 70_000));
        Assert.Equal("HTTP/1.1 431 Request Header Fields Too Large", (await connection.AnswerAsync()).Status);
    }

    [Fact]
    public async Task Stopping_closes_what_is_open_and_leaves_no_file()
    {
        var simulator = await PodSimulator.StartAsync(new PodSimulatorOptions { Nodes = 0 });
        await using var idle = await RawConnection.OpenAsync(simulator);
        using var client = new SimulatorClient(simulator);
        using var watch = await client.SendAsync("GET", "/api/v1/pods?watch=true");
        Assert.True(File.Exists(simulator.KubeConfig));

        await simulator.DisposeAsync().AsTask().WaitAsync(TimeSpan.FromMinutes(1));

        Assert.False(Directory.Exists(Path.GetDirectoryName(simulator.KubeConfig)));
        await Assert.ThrowsAnyAsync<Exception>(() => RawConnection.OpenAsync(simulator));
    }

    [Fact]
    public async Task The_kubeconfig_is_its_owners_alone()
    {
        if (!OperatingSystem.IsWindows())
        {
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(_simulator.KubeConfig));
        }

        Assert.Contains(_simulator.Server.ToString().TrimEnd('/'), await File.ReadAllTextAsync(_simulator.KubeConfig), StringComparison.Ordinal);
    }

    private string PostNamespace() =>
        $"POST /api/v1/namespaces HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {_simulator.Token}\r\nContent-Type: application/json\r\n";
}
