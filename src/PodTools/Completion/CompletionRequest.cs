using System.Collections;
using System.Management.Automation;
using PodTools.Commands;

namespace PodTools.Completion;

/// <summary>What is known when Tab is pressed.</summary>
/// <param name="word">The word so far, perhaps with an opening quote.</param>
/// <param name="bound">The parameters that were already given.</param>
internal sealed class CompletionRequest(string? word, IDictionary? bound)
{
    /// <summary>When Tab was pressed, in the milliseconds of <see cref="Environment.TickCount64"/>. The first field: all else counts.</summary>
    private readonly long _pressed = Environment.TickCount64;

    // Taken here, on the thread of the prompt: what is asked elsewhere later belongs to no runspace.
    private readonly ClusterChoice _choice = CurrentCluster.Choice.At(PromptLocation.FullPath);
    private readonly string? _kubeConfig = KubeConfigPath.Resolve(First(bound, "KubeConfig"), PromptLocation.FullPath);

    /// <summary>How long ago Tab was pressed.</summary>
    public TimeSpan Age => TimeSpan.FromMilliseconds(Environment.TickCount64 - _pressed);

    /// <summary>The word so far, without quotes.</summary>
    public string Word { get; } = (word ?? "").Trim('\'', '"');

    /// <summary>Which cluster and namespace the parameters name.</summary>
    public string Scope => string.Join('|', _kubeConfig, Value("Context"), Value("Namespace"), _choice);

    /// <summary>Opens the cluster that the parameters name.</summary>
    public Cluster OpenCluster() => CurrentCluster.Open(_kubeConfig, Value("Context"), _choice);

    /// <summary>Finds the contexts of the kubeconfig that the parameters name.</summary>
    public IReadOnlyList<PodContext> FindContexts() => KnownContexts.Find(_kubeConfig, _choice);

    /// <summary>The namespace that the parameters name, else that of the cluster; null for all.</summary>
    /// <param name="cluster">The cluster.</param>
    public string? NamespaceIn(Cluster cluster) => Value("AllNamespaces") is null ? Value("Namespace") ?? cluster.Namespace : null;

    /// <summary>The first value of a parameter; null when it was not given.</summary>
    /// <param name="name">The parameter.</param>
    public string? Value(string name) => First(bound, name);

    private static string? First(IDictionary? bound, string name) => (bound?.Contains(name) == true ? Unwrap(bound[name]) : null) switch
    {
        null or "" => null,
        string text => text,
        IEnumerable several => several.Cast<object?>().Select(Unwrap).FirstOrDefault()?.ToString(),
        var one => one.ToString(),
    };

    private static object? Unwrap(object? value) => value is PSObject wrapped ? wrapped.BaseObject : value;
}
