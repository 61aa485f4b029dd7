using System.Globalization;
using System.Text.RegularExpressions;

namespace PodTools.Diagnosis;

/// <summary>
/// Reads what the scheduler says about nodes: <c>0/3 nodes are available: 1 Insufficient cpu, 2 node(s) had untolerated taint
/// {gpu: true}. preemption: ...</c>.
/// </summary>
internal static partial class SchedulerMessage
{
    /// <summary>Says in words what is wrong with the nodes; the message itself when it has another form.</summary>
    public static string Explain(string message)
    {
        var match = Shape().Match(message);
        if (!match.Success)
        {
            return Phrases.Quote(message);
        }

        var total = int.Parse(match.Groups["total"].Value, CultureInfo.InvariantCulture);
        var reasons = Reason().Matches(match.Groups["reasons"].Value)
            .Select(reason => InWords(int.Parse(reason.Groups["count"].Value, CultureInfo.InvariantCulture), total, reason.Groups["text"].Value))
            .ToList();

        // What is wrong with the pod itself counts no nodes: persistentvolumeclaim "data" not found.
        return reasons.Count > 0 ? string.Join("; ", reasons) : Phrases.Quote(match.Groups["reasons"].Value);
    }

    /// <summary>What to do about the first reason.</summary>
    public static string Suggest(string message) => message switch
    {
        _ when message.Contains("Insufficient", StringComparison.Ordinal) => "Ask for less in resources.requests, end other pods, or add a node that has more.",
        _ when message.Contains("affinity", StringComparison.Ordinal) => "Compare spec.nodeSelector and spec.affinity with the labels of the nodes: Get-PodNode.",
        _ when message.Contains("taint", StringComparison.Ordinal) => "Add a toleration for the taint, or choose another node: Get-PodNode shows the taints.",
        _ when message.Contains("ports", StringComparison.Ordinal) => "Leave out hostPort, or end the pod that has taken it.",
        _ when message.Contains("persistentvolumeclaim", StringComparison.Ordinal) && message.Contains("not found", StringComparison.Ordinal) =>
            "Create the persistent volume claim in the namespace of the pod, or correct its name in spec.volumes of a new pod.",
        _ when message.Contains("olume", StringComparison.Ordinal) => "Look at the persistent volume claims of the pod: they are not bound, or bound to another zone.",
        _ when message.Contains("unschedulable", StringComparison.Ordinal) => "A node is closed for new pods: open it again, or wait for another.",
        _ => "Compare what the pod demands of a node with what the nodes offer: Get-PodNode.",
    };

    private static string InWords(int count, int total, string reason)
    {
        var nodes = count == total
            ? total == 1 ? "the only node" : string.Create(CultureInfo.InvariantCulture, $"all {total} nodes")
            : string.Create(CultureInfo.InvariantCulture, $"{count} of {total} nodes");
        var verb = count == 1 ? "has" : "have";
        var text = reason.Replace("node(s) ", "", StringComparison.Ordinal);
        return text switch
        {
            _ when text.StartsWith("Insufficient ", StringComparison.Ordinal) => $"{nodes} {verb} too little {text["Insufficient ".Length..]} left",
            _ when text.StartsWith("didn't match Pod's node affinity", StringComparison.Ordinal) =>
                $"{nodes} {(count == 1 ? "does" : "do")} not match its node selector or affinity",
            _ when text.StartsWith("had untolerated taint ", StringComparison.Ordinal) =>
                $"{nodes} {verb} the taint {text["had untolerated taint ".Length..].Trim('{', '}')}, which it does not tolerate",
            _ when text.StartsWith("were unschedulable", StringComparison.Ordinal) => $"{nodes} {(count == 1 ? "is" : "are")} closed for new pods",
            _ when text.StartsWith("didn't have free ports", StringComparison.Ordinal) => $"{nodes} {verb} no free host port for it",
            _ => $"{nodes} {text}",
        };
    }

    // The reasons end at the first full stop that ends a sentence; what follows is about preemption.
    [GeneratedRegex(@"^\d+/(?<total>\d+) nodes are available: (?<reasons>.*?)\.(\s|$)", RegexOptions.ExplicitCapture)]
    private static partial Regex Shape();

    [GeneratedRegex(@"(?<=^|, )(?<count>\d+) (?<text>.*?)(?=, \d+ |$)", RegexOptions.ExplicitCapture)]
    private static partial Regex Reason();
}
