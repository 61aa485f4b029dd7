using System.Text.Json.Nodes;
using PodTools.Commands;
using PodTools.Kubernetes;
using PodTools.Pipeline;

namespace PodTools.Tests.Faults;

/// <summary>One cmdlet under one fault: a way to the cluster and a pod of its own.</summary>
internal sealed class FaultStage : IAsyncDisposable
{
    private static readonly TimeSpan Stall = TimeSpan.FromSeconds(1);

    private readonly ImpatientClock _clock = new(Stall);
    private readonly ApiRelay _relay;
    private readonly KubernetesConnection _direct;
    private readonly RelayFault _fault;
    private readonly FaultCase _case;
    private int _taken;

    private FaultStage(FaultCluster cluster, FaultCase tried, RelayFault fault, string id)
    {
        (_case, _fault, Id) = (tried, fault, id);
        _direct = KubernetesConnection.Open(cluster.Simulator.KubeConfig);
        _relay = new(cluster.Simulator.Server, cluster.Token, tried.Hits);
    }

    public string KubeConfig => _relay.KubeConfig;

    /// <summary>A pod that is there, and that nobody else touches.</summary>
    public string OwnName => $"own-{Id}";

    /// <summary>A name that is free.</summary>
    public string NewName => $"new-{Id}";

    public string OwnManifest => FaultCluster.Manifest(OwnName).ToJsonString();

    public string NewManifest => FaultCluster.Manifest(NewName).ToJsonString();

    /// <summary>A file to copy, or to copy to.</summary>
    public string File => Path.Combine(Path.GetDirectoryName(KubeConfig)!, "copied");

    private string Id { get; }

    /// <summary>Prepares everything, with a connection that is open and has been used.</summary>
    public static async Task<FaultStage> SetAsync(FaultCluster cluster, FaultCase tried, RelayFault fault)
    {
        var id = $"{(int)fault}-{Enumerable.Range(0, FaultCase.All.Count).First(i => FaultCase.All[i] == tried)}";
        var stage = new FaultStage(cluster, tried, fault, id);
        await cluster.Pods.CreateAsync("default", FaultCluster.Manifest(stage.OwnName));
        await (tried.Before?.Invoke(stage) ?? Task.CompletedTask);
        var limits = new ConnectionOptions { TimeProvider = stage._clock, StallTimeout = fault == RelayFault.Stalled ? Stall : TimeSpan.FromMinutes(5) };
        await ConnectionCache.Shared.Open(stage.KubeConfig, null, limits).ReadBytesAsync(new(HttpMethod.Get, "/version"));
        return stage;
    }

    /// <summary>Changes the pod that nobody else touches, past the fault.</summary>
    public Task LabelAsync() =>
        new PodClient(_direct).PatchAsync("default", OwnName, PatchType.Merge, new JsonObject { ["metadata"] = new JsonObject { ["labels"] = new JsonObject { ["seen"] = "yes" } } });

    /// <summary>Makes a namespace of the name that is free.</summary>
    public Task MakeNamespaceAsync() => new NamespaceClient(_direct).CreateAsync(NewName);

    /// <summary>Runs the cmdlet, and says how it went.</summary>
    public FaultOutcome Run(CancellationToken stop)
    {
        _relay.Fault = _fault;
        switch (_fault)
        {
            case RelayFault.Restarted:
                _relay.CutAll();
                break;
            case RelayFault.OtherCertificate:
                _relay.ChangeCertificate();
                _relay.CutAll();
                break;
            case RelayFault.Away:
                _relay.GoAway();
                _clock.Pausing = ComeBack;
                break;
        }

        var run = new RecordingPipeline { Written = Take };
        try
        {
            run.Run(_case.Make(this), stop);
        }
        catch (OperationCanceledException)
        {
            return new("", "had to be stopped", null, _relay.Sent, _relay.Done);
        }
        catch (EnoughException)
        {
            // As Select-Object does it.
        }

        foreach (var forward in run.Output.OfType<PodPortForward>())
        {
            new RecordingPipeline().Run(new StopPodPortForwardCommand { InputObject = [forward] }, stop);
        }

        // A simulated cluster has nothing to say about a field; that it was not asked in vain shows here only.
        var lack = run.VerboseLines.Any(line => line.StartsWith("There are no descriptions", StringComparison.Ordinal)) ? "without descriptions" : null;
        var result = string.Join(' ', run.Output.Select(Digest).Append(lack).OfType<string>());
        return new(result.Replace(Id, "", StringComparison.Ordinal), run.Errors.Select(error => error.Id).FirstOrDefault(), run.Errors.Select(error => error.Message).FirstOrDefault(), _relay.Sent, _relay.Done);
    }

    public ValueTask DisposeAsync() => _relay.DisposeAsync();

    // What is the same each time.
    private static string Digest(object output) => output switch
    {
        PodWatchEvent change => $"{change.Type} {change.Pod}",
        PodDetail or PodDiagnosis or PodMetric or PodPortForward or PodExecResult or PodCopyResult => output.GetType().Name,
        _ => $"{output}",
    };

    private void Take(object output)
    {
        _taken++;
        if (_taken == 1 && _case.Then is { } then)
        {
            Task.Run(() => then(this)).GetAwaiter().GetResult();
        }

        if (_taken == _case.Enough)
        {
            throw new EnoughException();
        }
    }

    private void ComeBack()
    {
        _clock.Pausing = null;
        _relay.ComeBack();
    }

    private sealed class EnoughException : Exception;
}
