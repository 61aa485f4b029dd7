using System.Management.Automation;

namespace PodTools.Commands;

/// <summary>
/// Takes names that are text or a number. PowerShell would make text of anything that is piped to a parameter for names, and
/// so take what a command wrote, or a line of a log, for the name of a pod to remove.
/// </summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class NameTransformAttribute : ArgumentTransformationAttribute
{
    /// <inheritdoc/>
    public override object Transform(EngineIntrinsics engineIntrinsics, object inputData)
    {
        foreach (var item in LanguagePrimitives.GetEnumerable(inputData) ?? new[] { inputData })
        {
            var name = item is PSObject wrapped ? wrapped.BaseObject : item;
            if (name is not (null or string or ValueType))
            {
                // With this exception within, the parameter is passed over for the next one that may take what is piped.
                throw new ArgumentTransformationMetadataException(
                    $"{name.GetType().Name} is no name. Pipe it in if it is a pod, and name its property that holds the name if it is not.",
                    new PSInvalidCastException("Names are text."));
            }
        }

        return inputData;
    }
}
