using System.Text.Json.Nodes;

namespace PodTools.Simulator.Node.Containers;

/// <summary>Runs the probes of one run of a container and counts what comes of them. On the loop only.</summary>
internal sealed class ContainerProbes
{
    private readonly WorkLoop _loop;
    private readonly ContainerSpec _spec;
    private readonly Func<JsonObject, TimeSpan, Task<ActionResult>> _do;
    private readonly Action<ProbeKind, string> _onFailed;
    private readonly Action<ProbeKind, bool> _onVerdict;
    private bool _stopped;

    /// <summary>Starts the probes: the startup probe first, and the others once it has passed.</summary>
    /// <param name="loop">The loop.</param>
    /// <param name="spec">The container.</param>
    /// <param name="do">Does what a probe asks for, within a time.</param>
    /// <param name="onFailed">Is told of every failure, with what an event says of it.</param>
    /// <param name="onVerdict">Is told when so many results agree that they count: whether the probe passes.</param>
    public ContainerProbes(
        WorkLoop loop, ContainerSpec spec, Func<JsonObject, TimeSpan, Task<ActionResult>> @do,
        Action<ProbeKind, string> onFailed, Action<ProbeKind, bool> onVerdict)
    {
        _loop = loop;
        _spec = spec;
        _do = @do;
        _onFailed = onFailed;
        _onVerdict = onVerdict;
        if (!Begin(ProbeKind.Startup))
        {
            BeginOthers();
        }
    }

    /// <summary>Stops them; results that are still to come are dropped.</summary>
    public void Stop() => _stopped = true;

    private void BeginOthers()
    {
        Begin(ProbeKind.Readiness);
        Begin(ProbeKind.Liveness);
    }

    private bool Begin(ProbeKind kind)
    {
        if (_spec.Json[$"{kind.ToString().ToLowerInvariant()}Probe"] is not JsonObject probe)
        {
            return false;
        }

        var counter = new Counter(this, kind, probe);
        _loop.After(TimeSpan.FromSeconds((int?)probe["initialDelaySeconds"] ?? 0), counter.Probe);
        return true;
    }

    private sealed class Counter(ContainerProbes probes, ProbeKind kind, JsonObject probe)
    {
        private readonly TimeSpan _period = TimeSpan.FromSeconds((int?)probe["periodSeconds"] ?? 10);
        private readonly TimeSpan _timeout = TimeSpan.FromSeconds((int?)probe["timeoutSeconds"] ?? 1);
        private int _successes;
        private int _failures;

        public void Probe()
        {
            if (probes._stopped)
            {
                return;
            }

            var doing = probes._do(probe, _timeout);
            if (doing.IsCompletedSuccessfully)
            {
                Note(doing.Result);
                return;
            }

            _ = doing.ContinueWith(
                done => probes._loop.Post(() => Note(done.GetAwaiter().GetResult())), TaskScheduler.Default);
        }

        private void Note(ActionResult result)
        {
            if (probes._stopped)
            {
                return;
            }

            _successes = result.Succeeded ? _successes + 1 : 0;
            _failures = result.Succeeded ? 0 : _failures + 1;
            if (!result.Succeeded)
            {
                probes._onFailed(kind, result.Message);
            }

            var threshold = result.Succeeded ? (int?)probe["successThreshold"] ?? 1 : (int?)probe["failureThreshold"] ?? 3;
            var counts = (result.Succeeded ? _successes : _failures) >= threshold;
            if (counts)
            {
                probes._onVerdict(kind, result.Succeeded);
            }

            Continue(counts && result.Succeeded);
        }

        private void Continue(bool passes)
        {
            if (kind == ProbeKind.Startup && passes)
            {
                probes.BeginOthers();
            }
            else if (!probes._stopped)
            {
                probes._loop.After(_period, Probe);
            }
        }
    }
}
