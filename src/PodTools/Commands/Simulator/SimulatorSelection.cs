using System.Management.Automation;
using PodTools.Pipeline;

namespace PodTools.Commands;

/// <summary>Finds running simulators by their names. One that is named without wildcards and does not run is an error.</summary>
internal static class SimulatorSelection
{
    /// <summary>Finds the simulators.</summary>
    /// <param name="names">Names, with wildcards.</param>
    /// <param name="pipeline">Where missing ones are reported.</param>
    public static IEnumerable<PodSimulator> Find(IEnumerable<string> names, IPipeline pipeline)
    {
        var found = new List<PodSimulator>();
        foreach (var name in names)
        {
            var pattern = new NamePattern(name);
            var matching = Simulators.All.Where(each => pattern.IsMatch(each.Name)).ToList();
            if (matching.Count == 0 && !NamePattern.IsPattern(name))
            {
                pipeline.WriteError(ErrorRecords.From(
                    new PodCommandException(
                        "SimulatorNotFound", ErrorCategory.ObjectNotFound, $"No simulator '{name}' runs.", "See Get-PodSimulator, or start one with Start-PodSimulator."),
                    name));
            }

            found.AddRange(matching.Except(found));
        }

        return found;
    }
}
