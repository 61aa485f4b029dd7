namespace PodTools.Kubernetes;

/// <summary>Something to wait for, and what tells that it will not come.</summary>
public sealed class PodWaitCondition
{
    private readonly Func<Pod, bool> _isMet;

    private PodWaitCondition(string name, Func<Pod, bool> isMet) => (Name, _isMet) = (name, isMet);

    /// <summary>What is waited for, as <see cref="Parse"/> takes it.</summary>
    public string Name { get; }

    /// <summary>The pod is ready to serve: its condition Ready is True.</summary>
    public static PodWaitCondition Ready { get; } = new("Ready", pod => HasCondition(pod, "Ready", "True"));

    /// <summary>The pod has a node.</summary>
    public static PodWaitCondition Scheduled { get; } = new("Scheduled", pod => pod.Spec?.NodeName is { Length: > 0 });

    /// <summary>The pod is in phase Running.</summary>
    public static PodWaitCondition Running { get; } = new("Running", pod => pod.Status?.Phase == "Running");

    /// <summary>The pod has ended with success: phase Succeeded.</summary>
    public static PodWaitCondition Completed { get; } = new("Completed", pod => pod.Status?.Phase == "Succeeded");

    /// <summary>The pod exists.</summary>
    public static PodWaitCondition Exists { get; } = new("Exists", _ => true) { WaitsForPod = true };

    /// <summary>The pod is gone; a new pod of the same name does not count as it.</summary>
    public static PodWaitCondition Deleted { get; } = new("Deleted", _ => false) { WaitsForEnd = true };

    /// <summary>What is waited for, for sentences.</summary>
    internal string Goal => AnyState ? "the state that is looked for" : Name;

    /// <summary>Whether a pod that does not exist is worth waiting for.</summary>
    internal bool WaitsForPod { get; private init; }

    /// <summary>Whether the end of the pod is what is waited for.</summary>
    internal bool WaitsForEnd { get; private init; }

    // What a caller looks for may be the very state that others call hopeless.
    private bool AnyState { get; init; }

    /// <summary>A condition of the pod's status has a value.</summary>
    /// <param name="type">The type of the condition, such as <c>ContainersReady</c>; upper and lower case do not matter.</param>
    /// <param name="value">The value: <c>True</c>, <c>False</c> or <c>Unknown</c>; upper and lower case do not matter.</param>
    /// <returns>The condition.</returns>
    public static PodWaitCondition Condition(string type, string value = "True") =>
        new($"Condition={type}={value}", pod => HasCondition(pod, type, value));

    /// <summary>A predicate holds. Only the end of the pod makes it hopeless.</summary>
    /// <param name="predicate">The predicate.</param>
    /// <returns>The condition.</returns>
    public static PodWaitCondition Until(Func<Pod, bool> predicate) => new("Until", predicate) { AnyState = true };

    /// <summary>Reads a condition: <c>Ready</c>, <c>Scheduled</c>, <c>Running</c>, <c>Completed</c>, <c>Deleted</c>, <c>Exists</c>, <c>Condition=TYPE</c> or <c>Condition=TYPE=VALUE</c>.</summary>
    /// <param name="text">The text; upper and lower case do not matter.</param>
    /// <returns>The condition.</returns>
    /// <exception cref="FormatException">The text is none of these; the message lists them.</exception>
    public static PodWaitCondition Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        if (text.StartsWith("condition=", StringComparison.OrdinalIgnoreCase))
        {
            return text.Split('=') switch
            {
                [_, { Length: > 0 } type] => Condition(type),
                [_, { Length: > 0 } type, { Length: > 0 } value] => Condition(type, value),
                _ => throw Unknown(text),
            };
        }

        PodWaitCondition[] named = [Ready, Scheduled, Running, Completed, Deleted, Exists];
        return named.FirstOrDefault(c => c.Name.Equals(text, StringComparison.OrdinalIgnoreCase)) ?? throw Unknown(text);
    }

    /// <summary>Judges a state of the pod.</summary>
    /// <param name="pod">The pod.</param>
    /// <returns>How far it is.</returns>
    public PodWaitVerdict Judge(Pod pod)
    {
        ArgumentNullException.ThrowIfNull(pod);
        var state = pod.State ?? "Unknown";
        if (_isMet(pod))
        {
            return new(PodWaitOutcome.Met, state, $"{Goal}: {state}");
        }

        var obstacle = WaitsForEnd || AnyState ? null : PodObstacle.Find(pod);
        return obstacle is null
            ? new(PodWaitOutcome.Waiting, state, $"waiting for {Goal}: {state}")
            : new(PodWaitOutcome.Hopeless, obstacle.Reason, obstacle.Message);
    }

    private static bool HasCondition(Pod pod, string type, string value) => pod.Status?.Conditions.Any(c =>
        string.Equals(c.Type, type, StringComparison.OrdinalIgnoreCase) && string.Equals(c.Status, value, StringComparison.OrdinalIgnoreCase)) ?? false;

    private static FormatException Unknown(string text) => new(
        $"\"{text}\" is nothing to wait for. Use Ready, Scheduled, Running, Completed, Deleted, Exists, Condition=TYPE or Condition=TYPE=VALUE.");
}
