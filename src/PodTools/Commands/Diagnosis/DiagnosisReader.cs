using PodTools.Kubernetes;
using PodTools.Kubernetes.Logs;
using PodTools.Pipeline;

namespace PodTools.Commands;

/// <summary>
/// Reads what a diagnosis of one pod rests on. What the user may not see, or what is gone, is left out and said in the
/// verbose stream: a judgement on less evidence is better than none.
/// </summary>
/// <param name="pod">The pod.</param>
/// <param name="pipeline">Where to say what is missing.</param>
internal sealed class DiagnosisReader(Pod pod, IPipeline pipeline)
{
    private const int LastLines = 20;
    private readonly KubernetesConnection _connection = KubernetesConnection.For(pod);

    /// <summary>Reads everything in parallel, and judges.</summary>
    /// <param name="stop">Stops reading.</param>
    public async Task<PodDiagnosis> DiagnoseAsync(CancellationToken stop)
    {
        var events = AttemptAsync("The events", EventsAsync(stop), []);
        var node = pod.Node is { } name ? AttemptAsync("The node", NodeAsync(name, stop), null) : Task.FromResult<Node?>(null);
        var logs = await Task.WhenAll(PodDiagnoser.LogsWanted(pod).Select(async wanted => (wanted.Container, Lines: await AttemptAsync($"The log of {wanted.Container}", LinesAsync(wanted, stop), []))));
        return PodDiagnoser.Diagnose(pod, await events, logs.ToDictionary(log => log.Container, log => log.Lines), await node, DateTimeOffset.UtcNow);
    }

    private async Task<IReadOnlyList<CoreEvent>> EventsAsync(CancellationToken stop)
    {
        var events = new List<CoreEvent>();
        await foreach (var each in new EventClient(_connection, pipeline.Warn).ListAsync(pod.Namespace, EventClient.About(pod), stop))
        {
            events.Add(each);
        }

        return events;
    }

    private async Task<Node?> NodeAsync(string name, CancellationToken stop) => await new NodeClient(_connection).GetAsync(name, stop);

    private async Task<IReadOnlyList<string>> LinesAsync(LogRequest wanted, CancellationToken stop)
    {
        var lines = new List<string>();
        var client = new LogClient(_connection);
        var options = new LogOptions { Container = wanted.Container, Previous = wanted.Previous, Tail = LastLines };
        await foreach (var entry in client.ReadAsync([pod], options, stop))
        {
            // A line without a time is what the node says about a log that it does not have.
            if (entry.Time is not null)
            {
                lines.Add(entry.Message);
            }
        }

        return lines;
    }

    private async Task<T> AttemptAsync<T>(string what, Task<T> reading, T otherwise)
    {
        try
        {
            return await reading;
        }
        catch (KubernetesException exception)
        {
            pipeline.Verbose($"{what} of pod '{pod}' cannot be read and count for nothing in the diagnosis: {exception.Message}");
            return otherwise;
        }
    }
}
