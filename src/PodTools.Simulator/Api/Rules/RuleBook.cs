using PodTools.Simulator.Controllers;
using PodTools.Simulator.Store;

namespace PodTools.Simulator.Api.Rules;

/// <summary>Finds the rules of a type.</summary>
/// <param name="store">The objects of the cluster.</param>
/// <param name="namespaces">Gives new namespaces what they need.</param>
/// <param name="minorVersion">The x of the version 1.x whose rules hold.</param>
internal sealed class RuleBook(ObjectStore store, NamespaceController namespaces, int minorVersion)
{
    private readonly ObjectRules _common = new();
    private readonly Dictionary<ResourceType, ObjectRules> _own = new()
    {
        [ResourceTypes.Pods] = new PodRules(store, minorVersion),
        [ResourceTypes.Namespaces] = new NamespaceRules(namespaces),
        [ResourceTypes.Events] = new EventRules(),
        [ResourceTypes.ConfigMaps] = new PlainRules(),
        [ResourceTypes.Secrets] = new PlainRules(),
        [ResourceTypes.ServiceAccounts] = new PlainRules(),
        [ResourceTypes.Endpoints] = new PlainRules(),
        [ResourceTypes.PodDisruptionBudgets] = new DisruptionBudgetRules(),
    };

    public ObjectRules For(ResourceType type) => _own.GetValueOrDefault(type, _common);
}
