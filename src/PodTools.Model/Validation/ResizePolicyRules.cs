using System.Text.Json.Nodes;
using PodTools.Json;

namespace PodTools.Validation;

/// <summary>The rules for what becomes of a container when its resources change in place.</summary>
internal static class ResizePolicyRules
{
    private static readonly string[] Resources = ["cpu", "memory"];
    private static readonly string[] Restarts = ["NotRequired", "RestartContainer"];

    private static readonly Rule Policy = new("ResizePolicy", "Give each of cpu and memory one restartPolicy: NotRequired or RestartContainer.", ServerVersions.From(33));

    /// <summary>Checks the policies of a container; the server leaves their index out.</summary>
    /// <param name="container">The container.</param>
    /// <param name="path">Its path.</param>
    /// <param name="restartPolicy">That of the pod, whose containers may never be restarted.</param>
    /// <param name="errors">Where errors go.</param>
    public static void Check(JsonObject container, string path, string restartPolicy, FieldErrors errors)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var (policy, policyPath) in container.Items("resizePolicy", path))
        {
            var list = new ReportedField($"{path}.resizePolicy", policyPath);
            var (resource, restart) = (policy.Text("resourceName"), policy.Text("restartPolicy"));
            if (!seen.Add(resource))
            {
                errors.Duplicate(policyPath, resource, Policy);
            }

            errors.OneOf(list, resource, Resources, Policy, optional: false);
            errors.OneOf(list, restart, Restarts, Policy, optional: false);
            if (restartPolicy == "Never" && restart != "NotRequired")
            {
                errors.Invalid(list, restart, "must be 'NotRequired' when `restartPolicy` is 'Never'", Policy);
            }
        }
    }
}
