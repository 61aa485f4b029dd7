using System.Management.Automation;
using System.Reflection;

namespace PodTools.Pipeline;

/// <summary>
/// Gives the values of parameters with a <see cref="ValidateSetAttribute"/> the spelling of the set. PowerShell accepts them
/// in any case, the API and our own comparisons do not.
/// </summary>
internal static class SetSpelling
{
    /// <summary>Corrects the parameters of a cmdlet.</summary>
    /// <param name="cmdlet">The cmdlet, with its parameters bound.</param>
    public static void Correct(PSCmdlet cmdlet)
    {
        foreach (var property in cmdlet.GetType().GetProperties().Where(property => property.PropertyType == typeof(string)))
        {
            if (property.GetValue(cmdlet) is string value
                && property.GetCustomAttribute<ValidateSetAttribute>()?.ValidValues.FirstOrDefault(valid => IsSame(valid, value)) is { } spelling)
            {
                property.SetValue(cmdlet, spelling);
            }
        }
    }

    private static bool IsSame(string valid, string value) => string.Equals(valid, value, StringComparison.OrdinalIgnoreCase);
}
