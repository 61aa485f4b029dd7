using System.Threading.Channels;
using PodTools.Kubernetes;
using PodTools.Kubernetes.Streams;
using PodTools.Pipeline;

namespace PodTools.Commands;

/// <summary>
/// Hands on what commands write while they run: together what has come together, for each change of threads costs more than a
/// line. A few pieces are held at most: a slow pipeline slows the command down.
/// </summary>
internal static class ExecFlow
{
    private const int Held = 4;

    /// <summary>Runs a command and writes each of its lines to the pipeline.</summary>
    /// <param name="pod">The pod.</param>
    /// <param name="options">The command and its container.</param>
    /// <param name="input">What it reads; null for nothing.</param>
    /// <param name="pipeline">Where the lines go.</param>
    /// <param name="stop">Drops the connection.</param>
    /// <returns>How it ended, and the last line that it wrote to standard error.</returns>
    public static Task<(PodExecResult Result, RemoteExit Exit, string? LastWords)> LinesAsync(
        Pod pod, ExecOptions options, Stream? input, IPipeline pipeline, CancellationToken stop)
    {
        var origin = KubernetesConnection.OriginOf(pod);
        PodExecLine Line(string text, bool isError) => new()
        {
            Connection = origin,
            Context = pod.Context,
            Namespace = pod.Namespace ?? "",
            Pod = pod.Name ?? "",
            Container = options.Container ?? "",
            IsError = isError,
            Text = text,
        };
        return RunAsync(
            pod,
            options,
            input,
            take => TakenOutput.Lines((lines, cancel) => take([.. lines.Select(text => Line(text, isError: false))], cancel)),
            text => Line(text, isError: true),
            pipeline.WriteEach,
            stop);
    }

    /// <summary>Runs a command and writes blocks of its standard output to the pipeline; standard error becomes warnings.</summary>
    /// <param name="pod">The pod.</param>
    /// <param name="options">The command and its container.</param>
    /// <param name="input">What it reads; null for nothing.</param>
    /// <param name="pipeline">Where the blocks go.</param>
    /// <param name="stop">Drops the connection.</param>
    /// <returns>How it ended, and the last line that it wrote to standard error.</returns>
    public static Task<(PodExecResult Result, RemoteExit Exit, string? LastWords)> BlocksAsync(
        Pod pod, ExecOptions options, Stream? input, IPipeline pipeline, CancellationToken stop) => RunAsync(
            pod,
            options,
            input,
            take => TakenOutput.Blocks((block, cancel) => take([block], cancel)),
            text => text,
            items =>
            {
                if (items[0] is string)
                {
                    Array.ForEach(items, words => pipeline.Warn((string)words));
                }
                else
                {
                    pipeline.WriteEach(items);
                }
            },
            stop);

    private static async Task<(PodExecResult Result, RemoteExit Exit, string? LastWords)> RunAsync(
        Pod pod,
        ExecOptions options,
        Stream? input,
        Func<Func<object[], CancellationToken, ValueTask>, Stream> open,
        Func<string, object> errorItem,
        Action<object[]> emit,
        CancellationToken stop)
    {
        var items = Channel.CreateBounded<object[]>(Held);
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(stop);
        string? lastWords = null;
        async Task<(PodExecResult Result, RemoteExit Exit)> FillAsync()
        {
            try
            {
                await using var output = open(items.Writer.WriteAsync);
                await using var errors = TakenOutput.Lines((lines, cancel) =>
                {
                    lastWords = lines[^1];
                    return items.Writer.WriteAsync([.. lines.Select(errorItem)], cancel);
                });
                return await ExecClient.CaptureAsync(pod, options, input, output, errors, ended.Token).ConfigureAwait(false);
            }
            finally
            {
                items.Writer.Complete();
            }
        }

        var run = FillAsync();
        try
        {
            await foreach (var together in items.Reader.ReadAllAsync(stop))
            {
                emit(together);
            }

            var (result, exit) = await run;
            return (result, exit, lastWords);
        }
        finally
        {
            await ended.CancelAsync();
        }
    }
}
