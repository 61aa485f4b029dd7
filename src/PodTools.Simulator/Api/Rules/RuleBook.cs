using PodTools.Simulator.Controllers;
using PodTools.Simulator.Store;

namespace PodTools.Simulator.Api.Rules;

/// <summary>Finds the rules of a type.</summary>
internal sealed class RuleBook(ObjectStore store, NamespaceController namespaces)
{
    private readonly ObjectRules _common = new();
    private readonly Dictionary<ResourceType, ObjectRules> _own = new()
    {
        [ResourceTypes.Pods] = new PodRules(store),
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
