using System.Globalization;

namespace PodTools.Diagnosis;

/// <summary>Puts together what a verdict rests on, from the effect to the cause.</summary>
internal static class FindingChain
{
    private const int LogLines = 5;
    private const int Warnings = 3;

    /// <summary>The findings for a verdict.</summary>
    public static IEnumerable<PodFinding> Of(PodEvidence evidence, PodVerdict verdict)
    {
        yield return new PodFinding("pod", PodText(evidence), evidence.Pod.Status?.StartTime ?? evidence.Pod.Metadata?.CreationTimestamp);
        if (verdict.Cause == PodCause.None)
        {
            yield break;
        }

        var container = evidence.Containers.FirstOrDefault(container => container.Name == verdict.Container);
        foreach (var finding in ConditionFindings(evidence).Concat(ContainerFindings(container)).Concat(EventFindings(evidence, container)))
        {
            yield return finding;
        }

        foreach (var line in container is null ? [] : evidence.LogOf(container.Name).TakeLast(LogLines))
        {
            yield return new PodFinding($"log of {container!.Name}", line.Trim());
        }

        if (NodeFinding(evidence.Node) is { } node)
        {
            yield return node;
        }
    }

    private static string PodText(PodEvidence evidence)
    {
        var status = evidence.Pod.Status;
        var why = string.Join(": ", new[] { status?.Reason, Phrases.Quote(status?.Message) }.Where(text => !string.IsNullOrEmpty(text)));
        var text = $"{evidence.Pod.State}, ready {evidence.Pod.Ready}, phase {status?.Phase}";
        return why.Length == 0 ? text : $"{text}, {why}";
    }

    private static IEnumerable<PodFinding> ConditionFindings(PodEvidence evidence) =>
        from condition in evidence.Pod.Status?.Conditions ?? []
        where condition.Status != "True" && !string.IsNullOrEmpty(condition.Message)
        select new PodFinding($"condition {condition.Type}", $"{condition.Reason}: {Phrases.Quote(condition.Message)}", condition.LastTransitionTime);

    private static IEnumerable<PodFinding> ContainerFindings(PodContainerDetail? container)
    {
        if (container is null)
        {
            yield break;
        }

        var source = $"container {container.Name}";
        var restarts = container.Restarts == 0 ? "" : $", restarted {Phrases.Times(container.Restarts)}";
        yield return new PodFinding(source, $"{container.State}{Detail(container.Reason, container.Message)}{restarts}", container.Status?.State?.Running?.StartedAt);
        if (container.LastEnd is { } end)
        {
            // A container that could not be started has the year 1970 here.
            var ran = end.StartedAt > DateTimeOffset.UnixEpoch && end.FinishedAt - end.StartedAt is { } span ? $" after {HumanDuration.Format(span)}" : "";
            yield return new PodFinding(source, $"ended{ran} with exit code {ExitCodeText.Of(end.ExitCode ?? 0)}{Detail(end.Reason, end.Message)}", end.FinishedAt);
        }
    }

    private static IEnumerable<PodFinding> EventFindings(PodEvidence evidence, PodContainerDetail? container) => evidence.Events
        .Where(reported => reported.Type == "Warning" && (reported.Container is null || container is null || reported.Container == container.Name))
        .DistinctBy(reported => (reported.Reason, reported.Message))
        .Take(Warnings)
        .Select(reported => new PodFinding(
            $"event {reported.Reason}",
            reported.Count > 1 ? string.Create(CultureInfo.InvariantCulture, $"{Phrases.Quote(reported.Message)} (x{reported.Count})") : Phrases.Quote(reported.Message),
            reported.LastTime));

    private static PodFinding? NodeFinding(Node? node) =>
        node?.Status?.Conditions.FirstOrDefault(condition => condition.Type == "Ready") is { Status: not "True" } ready
            ? new PodFinding($"node {node.Metadata?.Name}", $"not ready: {Phrases.Quote(ready.Message)}", ready.LastTransitionTime)
            : null;

    private static string Detail(string? reason, string? message) => (reason, Phrases.Quote(message)) switch
    {
        (null or "", "") => "",
        (null or "", var text) => $": {text}",
        (var word, "") => $", {word}",
        var (word, text) => $", {word}: {text}",
    };
}
