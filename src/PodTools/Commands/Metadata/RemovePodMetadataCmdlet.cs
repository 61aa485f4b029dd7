using System.Management.Automation;
using PodTools.Completion;
using PodTools.Pipeline;

namespace PodTools.Commands;

/// <summary>
/// The base of cmdlets that remove labels or annotations from pods. A key that a pod does not have is no error. The keys stand
/// after the names of pods, or alone where pods are piped in.
/// </summary>
public abstract class RemovePodMetadataCmdlet : PodMetadataCmdlet
{
    private string[] _firstWords = [];
    private string[] _keys = [];

    /// <summary>The names of the pods; wildcards are allowed. Where pods are piped in, the keys may stand here.</summary>
    [Parameter(Position = 0, ParameterSetName = ParameterSets.ByName, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Parameter(Position = 0, ParameterSetName = ParameterSets.ByPod, ValueFromPipelineByPropertyName = true)]
    [NameTransform]
    [ArgumentCompleter(typeof(PodNameCompleter))]
    [SupportsWildcards]
    [ValidateNotNullOrEmpty]
    public override string[] Name { get; set; } = [];

    /// <summary>Pods, as Get-Pod emits them. Each is acted on in the cluster that it was read from.</summary>
    // Not mandatory as elsewhere: whether the first words are names or keys shows only when something is piped in.
    [Parameter(ParameterSetName = ParameterSets.ByPod, ValueFromPipeline = true)]
    [ValidateNotNull]
    public override Pod[] Pod { get; set; } = [];

    /// <summary>The keys to remove; none where they stand in the place of names.</summary>
    private protected abstract string[] Given { get; }

    /// <inheritdoc/>
    private protected override string Question => $"Remove the {Kind.Field} {string.Join(", ", _keys)}";

    /// <inheritdoc/>
    protected override Task BeginAsync(IPipeline pipeline, CancellationToken stop)
    {
        _firstWords = Name;
        return base.BeginAsync(pipeline, stop);
    }

    /// <inheritdoc/>
    protected override Task ProcessAsync(IPipeline pipeline, CancellationToken stop)
    {
        _keys = Keys();
        return base.ProcessAsync(pipeline, stop);
    }

    /// <summary>The keys as they were written. A name beside pods from the pipeline may be meant as either, so it counts as neither.</summary>
    private string[] Keys()
    {
        var areFirst = Pod.Length > 0 && _firstWords.Length > 0;
        if (areFirst && Given.Length > 0)
        {
            throw new PodCommandException(
                "ParametersExclusive", ErrorCategory.InvalidArgument, "Pods are both named and piped in.", $"Leave the names out: Get-Pod web | Remove-Pod{Kind.Noun} key");
        }

        var keys = areFirst ? _firstWords : Given;
        return keys.Length > 0
            ? keys
            : throw new PodCommandException(
                "KeyMissing", ErrorCategory.InvalidArgument, $"It was not said which {Kind.Field} to remove.", $"Give the keys after the pod, as in: Remove-Pod{Kind.Noun} web key");
    }

    /// <inheritdoc/>
    private protected override IReadOnlyDictionary<string, string?> ChangesFor(Pod pod) =>
        _keys.Distinct(StringComparer.Ordinal).Where(Kind.Of(pod).ContainsKey).ToDictionary(key => key, _ => (string?)null);
}
