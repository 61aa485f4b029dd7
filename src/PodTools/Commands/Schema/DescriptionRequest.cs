using System.Runtime.CompilerServices;
using PodTools.Kubernetes;
using PodTools.Schema;

namespace PodTools.Commands;

/// <summary>
/// A request for the descriptions of a cluster that goes on when nobody waits for it any more, so that a cluster that does not
/// answer holds up one command and not each.
/// </summary>
internal sealed class DescriptionRequest
{
    /// <summary>How long a command waits, unless it is told otherwise.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    /// <summary>How long a cluster that did not answer is not asked again.</summary>
    public static readonly TimeSpan Pause = TimeSpan.FromMinutes(1);

    private static readonly ConditionalWeakTable<KubernetesConnection, DescriptionRequest> Known = [];

    private readonly long _asked = Environment.TickCount64;
    private readonly Task<SchemaDescriptions> _answer;

    private DescriptionRequest(KubernetesConnection connection)
    {
        _answer = Task.Run(() => AskAsync(connection));

        // Perhaps nobody waits any more when it fails.
        _answer.ContinueWith(static late => _ = late.Exception, CancellationToken.None, TaskContinuationOptions.OnlyOnFaulted, TaskScheduler.Default);
    }

    private TimeSpan Age => TimeSpan.FromMilliseconds(Environment.TickCount64 - _asked);

    private bool IsWorthKeeping => _answer.IsCompletedSuccessfully || Age < Pause;

    /// <summary>Waits for the descriptions of a cluster, for what is left of the patience with it.</summary>
    /// <param name="connection">The cluster.</param>
    /// <param name="patience">How long it may take since it was asked.</param>
    /// <param name="stop">Stops waiting.</param>
    /// <exception cref="KubernetesException">The cluster refused or cannot be reached.</exception>
    /// <exception cref="TimeoutException">It has not answered yet.</exception>
    public static Task<SchemaDescriptions> WaitAsync(KubernetesConnection connection, TimeSpan patience, CancellationToken stop)
    {
        var request = Known.GetValue(connection, static connection => new(connection));
        if (!request.IsWorthKeeping)
        {
            Known.AddOrUpdate(connection, request = new(connection));
        }

        var left = patience - request.Age;
        return request._answer.WaitAsync(left > TimeSpan.Zero ? left : TimeSpan.Zero, stop);
    }

    private static async Task<SchemaDescriptions> AskAsync(KubernetesConnection connection)
    {
        using var limit = new CancellationTokenSource(Pause);
        return await new SchemaClient(connection).GetDescriptionsAsync(limit.Token);
    }
}
