using System.Management.Automation;
using System.Reflection;
using PodTools.Pipeline;

namespace PodTools.Jobs;

/// <summary>
/// A second cmdlet with the same parameters. The engine disposes of a cmdlet when its pipeline ends, and binds the next input
/// to it while the last one is still being worked on, so that what goes on as a job must be another one.
/// </summary>
internal static class CmdletCopy
{
    /// <summary>Makes a copy.</summary>
    /// <param name="cmdlet">The cmdlet, its parameters bound.</param>
    public static PodCmdlet Of(PodCmdlet cmdlet)
    {
        var copy = (PodCmdlet)Activator.CreateInstance(cmdlet.GetType())!;
        foreach (var property in ParametersOf(cmdlet, _ => true))
        {
            property.SetValue(copy, property.GetValue(cmdlet));
        }

        return copy;
    }

    /// <summary>Keeps what the pipeline has bound now.</summary>
    /// <param name="cmdlet">The cmdlet that it is bound to.</param>
    /// <returns>Binds the same to another cmdlet of the type.</returns>
    public static Action<PodCmdlet> InputOf(PodCmdlet cmdlet)
    {
        var input = ParametersOf(cmdlet, parameter => parameter.ValueFromPipeline || parameter.ValueFromPipelineByPropertyName)
            .Select(property => (Property: property, Value: property.GetValue(cmdlet)))
            .ToList();
        return other => input.ForEach(each => each.Property.SetValue(other, each.Value));
    }

    private static IEnumerable<PropertyInfo> ParametersOf(PodCmdlet cmdlet, Func<ParameterAttribute, bool> which) =>
        cmdlet.GetType().GetProperties().Where(property => property.CanWrite && property.GetCustomAttributes<ParameterAttribute>().Any(which));
}
