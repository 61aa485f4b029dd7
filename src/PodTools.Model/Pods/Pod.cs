using System.Text.Json.Serialization;

namespace PodTools;

/// <content>Where a pod came from, and the columns of <c>kubectl get pods</c> as properties.</content>
public sealed partial class Pod
{
    /// <summary>The name of the pod.</summary>
    [JsonIgnore]
    public string? Name => Metadata?.Name;

    /// <summary>The namespace of the pod.</summary>
    [JsonIgnore]
    public string? Namespace => Metadata?.Namespace;

    /// <summary>
    /// The context of the cluster that the pod was read from, so that what is piped on acts on that cluster and no other. Null
    /// for a pod that was never read from one.
    /// </summary>
    [JsonIgnore]
    public string? Context { get; set; }

    /// <summary>The path of the kubeconfig in which <see cref="Context"/> stands; null for the usual ones.</summary>
    [JsonIgnore]
    public string? KubeConfig { get; set; }

    /// <summary>
    /// Whether the pod was made by a server of Kubernetes 1.33 or later, whose kubectl words a few things in another way: only those
    /// count the generations of pods.
    /// </summary>
    internal bool IsOfLaterServer => Metadata?.Generation is not null;

    /// <summary>How many containers are ready of how many, such as <c>1/2</c>: kubectl's READY.</summary>
    [JsonIgnore]
    public string Ready => StatusText.Ready;

    /// <summary>What the pod is doing, such as <c>Running</c> or <c>CrashLoopBackOff</c>: kubectl's STATUS.</summary>
    [JsonIgnore]
    public string State => StatusText.State;

    /// <summary>How often containers of the pod were started again.</summary>
    [JsonIgnore]
    public int Restarts => StatusText.Restarts;

    /// <summary>The restarts and when the last one was, such as <c>3 (18h ago)</c>: kubectl's RESTARTS.</summary>
    [JsonIgnore]
    public string RestartsText => StatusText.RestartsText(DateTimeOffset.UtcNow);

    /// <summary>How long ago the pod was created; null for one that was not.</summary>
    [JsonIgnore]
    public TimeSpan? Age => DateTimeOffset.UtcNow - Metadata?.CreationTimestamp;

    /// <summary>The age as kubectl prints it, such as <c>4h5m</c>.</summary>
    [JsonIgnore]
    public string AgeText => StatusText.Age(DateTimeOffset.UtcNow);

    /// <summary>The first address of the pod; null while it has none.</summary>
    [JsonIgnore]
    public string? IP => Status?.PodIPs.FirstOrDefault()?.Ip ?? Status?.PodIP;

    /// <summary>The address as kubectl prints it: <c>&lt;none&gt;</c> while there is none.</summary>
    [JsonIgnore]
    public string IPText => OrNone(IP);

    /// <summary>The node that the pod was assigned to; null while it was not.</summary>
    [JsonIgnore]
    public string? Node => Spec?.NodeName;

    /// <summary>The node as kubectl prints it: <c>&lt;none&gt;</c> while there is none.</summary>
    [JsonIgnore]
    public string NodeText => OrNone(Node);

    /// <summary>The node on which other pods make room for this one; null when there is none.</summary>
    [JsonIgnore]
    public string? NominatedNode => Status?.NominatedNodeName;

    /// <summary>The nominated node as kubectl prints it: <c>&lt;none&gt;</c> when there is none.</summary>
    [JsonIgnore]
    public string NominatedNodeText => OrNone(NominatedNode);

    /// <summary>How many readiness gates are true of how many, such as <c>1/2</c>, or <c>&lt;none&gt;</c>.</summary>
    [JsonIgnore]
    public string ReadinessGates => StatusText.ReadinessGates();

    /// <summary>The labels in one line, such as <c>app=web,tier=a</c>, or <c>&lt;none&gt;</c>: kubectl's LABELS.</summary>
    [JsonIgnore]
    public string LabelsText => OrNone(string.Join(',', (Metadata?.Labels ?? new Dictionary<string, string>())
        .OrderBy(label => label.Key, StringComparer.Ordinal).Select(label => $"{label.Key}={label.Value}")));

    /// <summary>How the pod is doing, in one word.</summary>
    [JsonIgnore]
    public PodHealth Health => StatusText.Health();

    private PodStatusText StatusText => new(this);

    /// <summary>The namespace and the name, such as <c>default/web</c>.</summary>
    public override string ToString() => Namespace is null ? Name ?? "" : $"{Namespace}/{Name}";

    private static string OrNone(string? text) => string.IsNullOrEmpty(text) ? PodStatusText.None : text;
}
