namespace PodTools;

/// <summary>The disturbances in force on a simulated cluster. Safe to change while requests come in.</summary>
public sealed class PodSimulatorFaults
{
    private readonly object _gate = new();
    private readonly List<(PodSimulatorFault Fault, int Hits)> _faults = [];

    /// <summary>The faults that are not over.</summary>
    public IReadOnlyList<PodSimulatorFault> Current
    {
        get
        {
            lock (_gate)
            {
                return [.. _faults.Select(entry => entry.Fault)];
            }
        }
    }

    /// <summary>Puts a fault into force.</summary>
    /// <param name="fault">The fault.</param>
    public void Add(PodSimulatorFault fault)
    {
        ArgumentNullException.ThrowIfNull(fault);
        lock (_gate)
        {
            _faults.Add((fault, 0));
        }
    }

    /// <summary>Ends a fault.</summary>
    /// <param name="fault">One that was added.</param>
    /// <returns>Whether it was in force.</returns>
    public bool Remove(PodSimulatorFault fault)
    {
        lock (_gate)
        {
            return _faults.RemoveAll(entry => ReferenceEquals(entry.Fault, fault)) > 0;
        }
    }

    /// <summary>Ends all faults.</summary>
    public void Clear()
    {
        lock (_gate)
        {
            _faults.Clear();
        }
    }

    /// <summary>The faults that hit a request; each is one hit nearer to its end.</summary>
    internal IReadOnlyList<PodSimulatorFault> Take(Predicate<PodSimulatorFault> hits)
    {
        lock (_gate)
        {
            var taken = new List<PodSimulatorFault>();
            for (var i = 0; i < _faults.Count; i++)
            {
                if (hits(_faults[i].Fault))
                {
                    taken.Add(_faults[i].Fault);
                    _faults[i] = (_faults[i].Fault, _faults[i].Hits + 1);
                }
            }

            _faults.RemoveAll(entry => entry.Fault.Times is { } times && entry.Hits >= times);
            return taken;
        }
    }
}
