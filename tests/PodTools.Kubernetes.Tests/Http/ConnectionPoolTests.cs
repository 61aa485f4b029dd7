namespace PodTools.Kubernetes.Tests.Http;

public sealed class ConnectionPoolTests
{
    [Fact]
    public async Task It_is_closed_when_nobody_sends_over_it_any_more_and_not_before()
    {
        using var connections = new SlowHandler();
        var pool = new ConnectionPool(connections, null);
        var sender = pool.Hold();
        using var request = new HttpRequestMessage();
        var sending = sender.SendAsync(request, default);

        pool.Dispose();
        Assert.False(connections.Closed);

        connections.Answer.SetResult(new HttpResponseMessage());
        using var answer = await sending;
        sender.Dispose();
        Assert.True(connections.Closed);
    }

    private sealed class SlowHandler : HttpMessageHandler
    {
        public TaskCompletionSource<HttpResponseMessage> Answer { get; } = new();

        public bool Closed { get; private set; }

        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) => Answer.Task;

        protected override void Dispose(bool disposing)
        {
            Closed = true;
            base.Dispose(disposing);
        }
    }
}
