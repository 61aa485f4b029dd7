using System.Text.Json.Nodes;
using PodTools.Json;

namespace PodTools.Validation;

/// <summary>The rules for adding ephemeral containers to a pod: they can be added, and nothing else.</summary>
internal static class EphemeralUpdateRules
{
    private const string Field = "spec.ephemeralContainers";

    private static readonly Rule Added = new("EphemeralContainersStay", "Ephemeral containers can neither be changed nor removed: add another one under a new name.");

    /// <summary>Checks an update.</summary>
    public static IReadOnlyList<FieldError> Check(JsonObject after, JsonObject before)
    {
        var errors = new FieldErrors();
        PodValidator.CheckObject(after, errors);
        var now = after.Object("spec").Objects("ephemeralContainers").ToList();
        foreach (var old in before.Object("spec").Objects("ephemeralContainers"))
        {
            var name = GoText.Quote(old.Text("name"));
            var found = now.Find(container => container.Text("name") == old.Text("name"));
            if (found is null)
            {
                errors.Forbidden(Field, $"existing ephemeral containers {name} may not be removed\n", Added);
            }
            else if (!JsonMeaning.Same(found, old))
            {
                errors.Forbidden(Field, $"existing ephemeral containers {name} may not be changed\n", Added);
            }
        }

        return errors.All;
    }
}
