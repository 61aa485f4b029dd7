using System.Collections;
using System.Management.Automation;
using PodTools.Pipeline;

namespace PodTools.Commands;

/// <summary>The base of cmdlets that set labels or annotations of pods.</summary>
public abstract class AddPodMetadataCmdlet : PodMetadataCmdlet
{
    private IReadOnlyDictionary<string, string> _values = new Dictionary<string, string>();

    /// <summary>Replaces other values.</summary>
    [Parameter]
    public SwitchParameter Overwrite { get; set; }

    /// <summary>The keys and values to set.</summary>
    private protected abstract IDictionary? Given { get; }

    /// <inheritdoc/>
    private protected override string Question => $"Set the {Kind.Field} {string.Join(", ", _values.Select(each => $"{each.Key}={each.Value}"))}";

    /// <inheritdoc/>
    protected override Task BeginAsync(IPipeline pipeline, CancellationToken stop)
    {
        _values = Kind.Check(Given);
        return base.BeginAsync(pipeline, stop);
    }

    /// <inheritdoc/>
    private protected override IReadOnlyDictionary<string, string?> ChangesFor(Pod pod) => Kind.ChangesFor(pod, _values, On(Overwrite));
}
