using System.Text;
using PodTools.Commands;

namespace PodTools.Tests.Commands;

public sealed class PassedInputTests : IDisposable
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(1);
    private readonly ManualClock _clock = new();
    private readonly TaskCompletionSource _exit = new();
    private readonly PassedInput _input;
    private readonly byte[] _buffer = new byte[1024 * 1024];
    private Stream _read = Stream.Null;

    public PassedInputTests() => _input = new PassedInput(RunAsync, _clock);

    [Fact]
    public async Task Lines_that_come_one_soon_after_the_other_are_read_together_after_a_moment()
    {
        await AddAsync("one", 2);
        var reading = ReadAsync();
        await AddAsync("three");
        Assert.False(reading.IsCompleted);

        _clock.Advance(TimeSpan.FromMilliseconds(10));

        Assert.Equal("one\n2\nthree\n", await reading);
    }

    [Fact]
    public async Task After_a_pause_lines_wait_for_one_another_again()
    {
        await AddAsync("one");
        _clock.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal("one\n", await ReadAsync());

        await AddAsync("two");
        var reading = ReadAsync();
        Assert.False(reading.IsCompleted);
        _clock.Advance(TimeSpan.FromSeconds(1));

        Assert.Equal("two\n", await reading);
    }

    [Fact]
    public async Task Much_is_read_at_once()
    {
        await AddAsync(new string('x', 40_000));

        Assert.Equal(40_001, (await ReadAsync()).Length);
    }

    [Fact]
    public async Task The_end_is_not_waited_for()
    {
        await AddAsync("last");
        var ending = _input.EndAsync();

        Assert.Equal("last\n", await ReadAsync());
        Assert.Equal("", await ReadAsync());
        _exit.SetResult();
        await ending.WaitAsync(Limit);
    }

    [Fact]
    public async Task What_a_command_does_not_read_holds_nothing_up()
    {
        await AddAsync("first");
        _exit.SetResult();

        await AddAsync(new byte[4 * 1024 * 1024], "more");
        await _input.EndAsync().WaitAsync(Limit);
    }

    [Fact]
    public async Task A_command_that_cannot_be_run_is_the_error_of_whoever_adds()
    {
        _exit.SetException(new IOException("no such pod"));

        Assert.Equal("no such pod", (await Assert.ThrowsAsync<IOException>(() => AddAsync("first", "second"))).Message);
    }

    public void Dispose() => _input.Dispose();

    private Task RunAsync()
    {
        _read = _input.Open();
        return _exit.Task;
    }

    private async Task AddAsync(params object[] items)
    {
        foreach (var item in items)
        {
            await _input.AddAsync(item, CancellationToken.None).WaitAsync(Limit);
        }
    }

    private async Task<string> ReadAsync() => Encoding.UTF8.GetString(_buffer, 0, await _read.ReadAsync(_buffer).AsTask().WaitAsync(Limit));
}
