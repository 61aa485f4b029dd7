using System.Text;
using System.Text.Json.Nodes;
using PodTools.Json;

namespace PodTools.Validation;

/// <summary>The rules for the AppArmor profile of a security context.</summary>
internal static class AppArmorRules
{
    /// <summary>How annotations begin that named the profile of a container before there was a field for it.</summary>
    public const string AnnotationPrefix = "container.apparmor.security.beta.kubernetes.io/";

    /// <summary>How profiles of the node begin in such an annotation.</summary>
    public const string LocalPrefix = "localhost/";

    /// <summary>The annotation for the profile of the container runtime.</summary>
    public const string RuntimeDefault = "runtime/default";

    /// <summary>The annotation for no profile.</summary>
    public const string Unconfined = "unconfined";

    private const int LongestPath = 4095;

    private static readonly string[] Types = ["Localhost", "RuntimeDefault", "Unconfined"];

    private static readonly Rule Profile = new("AppArmorProfile");
    private static readonly Rule Annotation = new("AppArmorProfile", "Leave the annotation out: the field replaces it.");

    /// <summary>Checks a profile.</summary>
    public static void Check(JsonObject? profile, string path, FieldErrors errors)
    {
        if (profile is null)
        {
            return;
        }

        var local = profile.Text("localhostProfile");
        var field = $"{path}.localhostProfile";
        switch (profile.Text("type"))
        {
            case "":
                errors.Required($"{path}.type", Profile, "type is required when appArmorProfile is set");
                break;
            case "Localhost":
                CheckLocal(local, field, errors);
                break;
            case var type:
                errors.OneOf($"{path}.type", type, Types, Profile);
                if (profile.Has("localhostProfile"))
                {
                    errors.Invalid(field, local, "can only be set when AppArmor type is Localhost", Profile);
                }

                break;
        }
    }

    /// <summary>Checks that the annotations, where there are some, say the same as the fields.</summary>
    /// <param name="metadata">The metadata of the pod.</param>
    /// <param name="spec">Its spec.</param>
    /// <param name="path">The path of the spec.</param>
    /// <param name="errors">Where errors go.</param>
    public static void CheckAnnotations(JsonObject? metadata, JsonObject? spec, string path, FieldErrors errors)
    {
        if (spec.Object("os").Text("name") == "windows")
        {
            return;
        }

        var annotations = metadata.Map("annotations").ToDictionary(StringComparer.Ordinal);
        foreach (var (container, containerPath) in PodContainers.Of(spec, path))
        {
            var profile = ProfileOf(container) ?? ProfileOf(spec);
            if (profile is not null && annotations.TryGetValue(AnnotationPrefix + container.Text("name"), out var annotation))
            {
                CheckAnnotation(annotation, profile, $"{containerPath}.securityContext.appArmorProfile", errors);
            }
        }
    }

    private static JsonObject? ProfileOf(JsonObject? parent) => parent.Object("securityContext").Object("appArmorProfile");

    private static void CheckAnnotation(string annotation, JsonObject profile, string path, FieldErrors errors)
    {
        var isLocal = annotation.StartsWith(LocalPrefix, StringComparison.Ordinal);
        var isSameType = profile.Text("type") switch
        {
            "Unconfined" => annotation == Unconfined,
            "RuntimeDefault" => annotation == RuntimeDefault,
            "Localhost" => isLocal,
            _ => true,
        };
        if (!isSameType)
        {
            errors.Forbidden($"{path}.type", "apparmor type in annotation and field must match", Annotation);
        }
        else if (isLocal && annotation[LocalPrefix.Length..] != profile.Text("localhostProfile"))
        {
            errors.Forbidden($"{path}.localhostProfile", "apparmor profile in annotation and field must match", Annotation);
        }
    }

    private static void CheckLocal(string profile, string field, FieldErrors errors)
    {
        if (profile.Trim().Length != profile.Length)
        {
            errors.Invalid(field, profile, "must not be padded with whitespace", Profile);
        }
        else if (profile.Length == 0)
        {
            errors.Required(field, Profile, "must be set when AppArmor type is Localhost");
        }

        if (Encoding.UTF8.GetByteCount(profile) > LongestPath)
        {
            errors.TooLong(field, LongestPath, Profile);
        }
    }
}
