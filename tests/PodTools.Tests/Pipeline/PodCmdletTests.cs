using System.Diagnostics;
using System.Management.Automation;
using PodTools.Pipeline;

namespace PodTools.Tests.Pipeline;

public class PodCmdletTests
{
    [Fact]
    public void Everything_a_body_continues_with_runs_on_the_pipelines_thread()
    {
        var threads = new List<int>();
        var cmdlet = new BodyCommand(async (pipeline, stop) =>
        {
            for (var i = 0; i < 20; i++)
            {
                await Task.Run(() => { }, stop);
                threads.Add(Environment.CurrentManagedThreadId);
                pipeline.Write(i);
            }
        });

        var output = new RecordingPipeline().Run(cmdlet).Output;

        Assert.Equal(Enumerable.Range(0, 20).Cast<object>(), output);
        Assert.All(threads, thread => Assert.Equal(Environment.CurrentManagedThreadId, thread));
    }

    [Fact]
    public void Calls_from_other_threads_take_effect_on_the_pipelines_thread()
    {
        var caller = Environment.CurrentManagedThreadId;
        var writers = new HashSet<int>();
        var pipeline = new RecordingPipeline { Written = _ => writers.Add(Environment.CurrentManagedThreadId) };
        var cmdlet = new BodyCommand((output, stop) => Parallel.ForAsync(0, 100, stop, (i, _) =>
        {
            output.Write(i);
            return ValueTask.CompletedTask;
        }));

        pipeline.Run(cmdlet);

        Assert.Equal(100, pipeline.Output.Distinct().Count());
        Assert.Equal([caller], writers);
    }

    [Fact]
    public void Stopping_returns_at_once_even_when_the_body_does_not_listen()
    {
        using var stop = new CancellationTokenSource();
        var deaf = new TaskCompletionSource();
        var cmdlet = new BodyCommand(async (pipeline, _) =>
        {
            pipeline.Verbose("running");
            stop.CancelAfter(20);
            await deaf.Task;
        });
        var watch = Stopwatch.StartNew();

        Assert.Throws<OperationCanceledException>(() => new RecordingPipeline().Run(cmdlet, stop.Token));

        // At once, as far as a busy machine goes; the body itself would never end.
        Assert.InRange(watch.Elapsed, TimeSpan.Zero, TimeSpan.FromSeconds(20));
    }

    [Fact]
    public async Task Cancelled_work_may_clean_up()
    {
        using var stop = new CancellationTokenSource();
        var cleaned = new TaskCompletionSource();
        var cmdlet = new BodyCommand(async (_, token) =>
        {
            try
            {
                await stop.CancelAsync();
                await Task.Delay(Timeout.Infinite, token);
            }
            finally
            {
                await Task.Yield();
                cleaned.SetResult();
            }
        });

        Assert.Throws<OperationCanceledException>(() => new RecordingPipeline().Run(cmdlet, stop.Token));

        // On a busy machine after the short grace that the pipeline gives it.
        await cleaned.Task.WaitAsync(TimeSpan.FromMinutes(1));
    }

    [Fact]
    public void A_stopped_command_returns_without_an_exception_and_begins_nothing_more()
    {
        var processed = 0;
        PodCmdlet? cmdlet = null;
        cmdlet = new BodyCommand(async (_, stop) =>
        {
            processed++;
            cmdlet!.Stop();
            await Task.Delay(Timeout.Infinite, stop);
        });

        cmdlet.Begin(new RecordingPipeline());
        cmdlet.Process();
        cmdlet.Process();
        cmdlet.End();

        Assert.Equal(1, processed);
    }

    [Fact]
    public void When_nobody_takes_more_the_work_is_cancelled_and_the_engines_exception_comes_back()
    {
        CancellationToken seen = default;
        var pipeline = new RecordingPipeline { Written = _ => throw new StoppedByEngine() };
        var cmdlet = new BodyCommand(async (output, stop) =>
        {
            seen = stop;
            await Task.Yield();
            try
            {
                output.Write(1);
            }
            catch (StoppedByEngine)
            {
                throw new InvalidOperationException("hidden by a careless body");
            }
        });

        Assert.Throws<StoppedByEngine>(() => pipeline.Run(cmdlet));

        Assert.True(seen.IsCancellationRequested);
        Assert.Empty(pipeline.Errors);
    }

    [Fact]
    public void An_exception_of_the_body_ends_the_cmdlet_as_one_error()
    {
        var cmdlet = new BodyCommand((_, _) => throw new PodCommandException("TooOdd", ErrorCategory.InvalidArgument, "Odd.", "Give an even one."));

        var error = Assert.Single(new RecordingPipeline().Run(cmdlet).Errors);

        Assert.Equal(("TooOdd", ErrorCategory.InvalidArgument, "Odd.", "Give an even one."), (error.Id, error.Category, error.Message, error.Advice));
    }

    [Fact]
    public void Each_input_is_processed_and_parallel_work_reports_as_it_ends()
    {
        var pipeline = new RecordingPipeline();

        pipeline.Run(new ParallelCommand(), [30, 1, 0, 2], (command, input) => command.Input = input);

        Assert.Equal([1, 2, 30], pipeline.Output);
        var error = Assert.Single(pipeline.Errors);
        Assert.Equal(0, error.Target);
    }

    [Fact]
    public void A_switch_is_off_unless_it_was_given()
    {
        Assert.Equal([false], new RecordingPipeline().Run(new SwitchCommand()).Output);
        Assert.Equal([true], new RecordingPipeline().Run(new SwitchCommand().With(nameof(SwitchCommand.Force))).Output);
    }

    private sealed class StoppedByEngine : Exception;

    private sealed class BodyCommand(Func<IPipeline, CancellationToken, Task> body) : PodCmdlet
    {
        protected override Task ProcessAsync(IPipeline pipeline, CancellationToken stop) => body(pipeline, stop);
    }

    private sealed class SwitchCommand : PodCmdlet
    {
        public SwitchParameter Force { get; set; }

        protected override Task ProcessAsync(IPipeline pipeline, CancellationToken stop)
        {
            pipeline.Write(On(Force));
            return Task.CompletedTask;
        }
    }

    private sealed class ParallelCommand : PodCmdlet
    {
        private readonly Dictionary<int, TaskCompletionSource> _turns = new() { [1] = new(), [2] = new(), [30] = new() };
        private ParallelWork? _work;

        public int Input { get; set; }

        protected override Task BeginAsync(IPipeline pipeline, CancellationToken stop)
        {
            _work = new ParallelWork(4, pipeline, stop);
            _turns[1].SetResult();
            return Task.CompletedTask;
        }

        protected override Task ProcessAsync(IPipeline pipeline, CancellationToken stop)
        {
            var input = Input;
            return _work!.AddAsync(input, async () =>
            {
                if (input == 0)
                {
                    throw new InvalidOperationException("zero");
                }

                await _turns[input].Task;
                pipeline.Write(input);
                _turns[input == 1 ? 2 : 30].TrySetResult();
            });
        }

        protected override Task EndAsync(IPipeline pipeline, CancellationToken stop) => _work!.FinishAsync();
    }
}
