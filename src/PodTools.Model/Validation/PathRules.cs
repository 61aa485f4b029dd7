namespace PodTools.Validation;

/// <summary>The rules for paths of files that must stay within where they begin.</summary>
internal static class PathRules
{
    /// <summary>Checks a path that must lead down from where it begins.</summary>
    public static void CheckDescending(string value, ReportedField field, Rule rule, FieldErrors errors)
    {
        if (value.StartsWith('/'))
        {
            errors.Invalid(field, value, "must be a relative path", rule);
        }

        CheckNoSteps(value, field, rule, errors);
    }

    /// <summary>Checks a path that must not step back.</summary>
    public static void CheckNoSteps(string value, ReportedField field, Rule rule, FieldErrors errors)
    {
        if (StepsBack(value))
        {
            errors.Invalid(field, value, "must not contain '..'", rule);
        }
    }

    /// <summary>Whether a path steps back.</summary>
    public static bool StepsBack(string value) => value.Split('/').Contains("..");
}
