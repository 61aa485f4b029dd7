using System.Runtime.CompilerServices;
using System.Threading.Channels;

namespace PodTools.Kubernetes;

/// <summary>Runs a producer beside its consumer, a bounded number of items ahead of it.</summary>
internal static class ChannelProducer
{
    /// <summary>Gives out what <paramref name="produce"/> writes; its exception, if any, comes after the last item.</summary>
    /// <param name="capacity">How far the producer may run ahead.</param>
    /// <param name="produce">The producer; stopped when the consumer leaves.</param>
    /// <param name="cancellationToken">Stops both.</param>
    internal static async IAsyncEnumerable<T> RunAsync<T>(
        int capacity, Func<ChannelWriter<T>, CancellationToken, Task> produce, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var channel = Channel.CreateBounded<T>(new BoundedChannelOptions(capacity) { SingleReader = true, SingleWriter = true });
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var producer = CompleteAsync(channel.Writer, produce, stop.Token);
        try
        {
            await foreach (var item in channel.Reader.ReadAllAsync(cancellationToken).ConfigureAwait(false))
            {
                yield return item;
            }
        }
        finally
        {
            await stop.CancelAsync().ConfigureAwait(false);
            await producer.ConfigureAwait(false);
        }
    }

    private static async Task CompleteAsync<T>(ChannelWriter<T> writer, Func<ChannelWriter<T>, CancellationToken, Task> produce, CancellationToken cancellationToken)
    {
        try
        {
            await produce(writer, cancellationToken).ConfigureAwait(false);
            writer.Complete();
        }
        catch (Exception e)
        {
            // It reaches the consumer through the channel.
            writer.Complete(e);
        }
    }
}
