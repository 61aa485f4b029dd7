using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using PodTools.Manifests;

namespace PodTools.Tests.Validation;

/// <summary>
/// The validator against the answers of a real server (1.27) to more than a thousand manifests, which go through every family
/// of its rules: what it refused has all its causes, what it took has no errors.
/// </summary>
public sealed partial class RuleRecordingTests
{
    private const string FieldOfLater = "a field that came after 1.27";

    /// <summary>Where later servers, up to 1.33, do something else than the recorded one; checked both ways, so that nothing stays in here.</summary>
    private static readonly Dictionary<string, string> Differences = new(StringComparer.Ordinal)
    {
        ["meta-generate-bad"] = "the server also names the name that it made up",
        ["tolerations-annotation"] = "the message is the one of the server's own JSON parser",
        ["tolerations-annotation-object"] = "the message is the one of the server's own JSON parser",
        ["seccomp-ann-pod"] = "later servers ignore these annotations: a warning says so",
        ["seccomp-ann-ctr"] = "later servers ignore these annotations",
        ["seccomp-ann-local"] = "later servers ignore these annotations: a warning says so",
        ["seccomp-ann-mismatch"] = "later servers ignore these annotations: a warning says so",
        ["seccomp-ann-mismatch-ctr"] = "later servers ignore these annotations",
        ["seccomp-ann-local-mismatch"] = "later servers ignore these annotations: a warning says so",
        ["hostnet-mismatch"] = "later servers name hostPort, not containerPort",
        ["alias-bad"] = "later servers name the alias by its index",
        ["alias-noip"] = "later servers name the alias by its index",
        ["alias-second"] = "later servers name the alias by its index",
        ["dns-ns-bad"] = "later servers give examples of addresses in the message",
        ["env-field-status.hostIPs"] = "later servers know the field",
        ["env-field-metadata.labels"] = "later servers list status.hostIPs among the supported fields",
        ["env-field-metadata.annotations"] = "later servers list status.hostIPs among the supported fields",
        ["env-field-status.phase"] = "later servers list status.hostIPs among the supported fields",
        ["env-field-spec.restartPolicy"] = "later servers list status.hostIPs among the supported fields",
        ["env-field-spec.schedulerName"] = "later servers list status.hostIPs among the supported fields",
        ["claims-src-old"] = "later servers have no such field",
        ["claims-old-both"] = "later servers have no such field",
        ["claims-src-new"] = FieldOfLater,
        ["ctr-restart-always"] = FieldOfLater,
        ["ctr-restart-never"] = FieldOfLater,
        ["ctr-restart-bad"] = FieldOfLater,
        ["dec-kind-null"] = "the server takes the kind from the address of the request, kubectl wants it in the manifest",
        ["sidecar"] = FieldOfLater,
        ["sidecar-livenessProbe"] = FieldOfLater,
        ["sidecar-readinessProbe"] = FieldOfLater,
        ["sidecar-startupProbe"] = FieldOfLater,
        ["sidecar-lifecycle"] = FieldOfLater,
        ["postStart-sleep"] = FieldOfLater,
        ["preStop-sleep"] = FieldOfLater,
        ["csec-apparmor"] = FieldOfLater,
        ["aff-podAffinity-matchkeys"] = FieldOfLater,
        ["aff-podAntiAffinity-matchkeys"] = FieldOfLater,
        ["mount-rro-ok"] = FieldOfLater,
        ["vol-pr-ctb"] = FieldOfLater,
        ["vol-image"] = FieldOfLater,
        ["vol-image-bad"] = FieldOfLater,
    };

    [Fact]
    public void Manifests_have_the_causes_that_the_server_named()
    {
        var recordings = Recordings.Read("rules.json").AsArray();
        Assert.All(recordings, recording =>
        {
            var problem = Difference(recording!.AsObject());
            var name = (string)recording["name"]!;
            Assert.True(
                Differences.ContainsKey(name) == problem is not null,
                problem is null ? $"{name} is listed among the differences, but there is none." : $"{name}: {problem}");
        });
        Assert.Empty(Differences.Keys.Except(recordings.Select(recording => (string)recording!["name"]!)));
    }

    [Fact]
    public void Every_issue_stands_somewhere_in_the_text()
    {
        var places = Recordings.Read("rules.json").AsArray().SelectMany(recording => Validate(recording!["manifest"]!)).ToList();
        Assert.All(places, issue => Assert.True(issue.Line > 0 && issue.Column > 0, issue.ToString()));
    }

    /// <summary>What is not as the server has it; null when nothing is.</summary>
    private static string? Difference(JsonObject recording)
    {
        var issues = Validate(recording["manifest"]!).ToList();
        var errors = issues.Where(issue => issue.Severity == PodManifestSeverity.Error).ToList();
        switch ((int)recording["status"]!)
        {
            case 201:
                return errors.Count == 0 ? null : $"the server took it, but {errors[0]}";
            case 400:
                return errors.Count > 0 ? null : $"the server refused it: {recording["message"]}";
            default:
                var found = issues.Select(issue => $"{issue.Field}: {Essence(issue.Message)}").ToHashSet(StringComparer.Ordinal);
                var causes = recording["causes"]!.AsArray().Select(cause => $"{cause!["field"]}: {Essence((string)cause["message"]!)}").ToList();
                return causes.Find(cause => !found.Contains(cause)) is { } missing ? $"missing is {missing}"
                    : errors.Select(error => $"{error.Field}: {Essence(error.Message)}").Except(causes).FirstOrDefault() is { } extra ? $"the server does not say {extra}"
                    : null;
        }
    }

    private static IEnumerable<PodManifestIssue> Validate(JsonNode manifest) => ManifestReader.Read(manifest.ToJsonString()).SelectMany(ManifestValidator.Validate);

    /// <summary>A message without values that the server prints as its own program sees them, addresses in memory included.</summary>
    private static string Essence(string message) => ValueOfProgram().Replace(message, "Invalid value: ...: ");

    [GeneratedRegex(@"^Invalid value: ((\[\])?(core|v1|resource|field)\.[A-Z].*\}: |\{\}: |\[\]: |securityContext: |dataSource: |""(\d+m|b)"": (?=must be an integer|can only be set when seccomp))", RegexOptions.CultureInvariant | RegexOptions.Singleline | RegexOptions.ExplicitCapture)]
    private static partial Regex ValueOfProgram();
}
