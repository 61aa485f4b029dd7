using System.Text;
using System.Text.Json.Nodes;
using PodTools.Json;

namespace PodTools.Validation;

/// <summary>The rules for the AppArmor profile of a security context.</summary>
internal static class AppArmorRules
{
    private const int LongestPath = 4095;

    private static readonly string[] Types = ["Localhost", "RuntimeDefault", "Unconfined"];

    private static readonly Rule Profile = new("AppArmorProfile");

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
