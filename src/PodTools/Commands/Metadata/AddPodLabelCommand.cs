using System.Collections;
using System.Management.Automation;
using PodTools.Pipeline;

namespace PodTools.Commands;

/// <summary>Sets labels of pods.</summary>
/// <remarks>
/// A key that has another value already is an error, unless -Overwrite is given; setting the same value again is none.
/// Keys and values are checked before anything is sent.
/// </remarks>
/// <example>
/// <code>Add-PodLabel web @{ team = 'red' }</code>
/// <para>Sets a label of one pod.</para>
/// </example>
/// <example>
/// <code>Get-Pod -LabelSelector app=web | Add-PodLabel @{ stage = 'canary' } -Overwrite -PassThru</code>
/// <para>Sets a label of many pods, whatever its value was, and emits them.</para>
/// </example>
[Cmdlet(VerbsCommon.Add, "PodLabel", SupportsShouldProcess = true, DefaultParameterSetName = ParameterSets.ByName)]
[OutputType(typeof(void))]
[OutputType(typeof(Pod))]
public sealed class AddPodLabelCommand : PodMetadataCmdlet
{
    private IReadOnlyDictionary<string, string> _values = new Dictionary<string, string>();

    /// <summary>The labels to set, such as @{ team = 'red' }.</summary>
    [Parameter(Mandatory = true, ParameterSetName = ParameterSets.ByName, Position = 1)]
    [Parameter(Mandatory = true, ParameterSetName = ParameterSets.ByPod, Position = 0)]
    [Parameter(Mandatory = true, ParameterSetName = ParameterSets.BySelector, Position = 0)]
    [ValidateNotNull]
    public IDictionary? Label { get; set; }

    /// <summary>Replaces other values.</summary>
    [Parameter]
    public SwitchParameter Overwrite { get; set; }

    /// <inheritdoc/>
    private protected override PodMetadataKind Kind => PodMetadataKind.Labels;

    /// <inheritdoc/>
    private protected override string Question => $"Set the labels {string.Join(", ", _values.Select(each => $"{each.Key}={each.Value}"))}";

    /// <inheritdoc/>
    protected override Task BeginAsync(IPipeline pipeline, CancellationToken stop)
    {
        _values = Kind.Check(Label);
        return base.BeginAsync(pipeline, stop);
    }

    /// <inheritdoc/>
    private protected override IReadOnlyDictionary<string, string?> ChangesFor(Pod pod) => Kind.ChangesFor(pod, _values, On(Overwrite));
}
