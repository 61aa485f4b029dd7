using PodTools.Simulator.Store;

namespace PodTools.Simulator.Api.Tables;

/// <summary>Finds the printer of a type; types without one of their own show name and age.</summary>
internal static class TablePrinters
{
    private static readonly Dictionary<ResourceType, ITablePrinter> ByType = new()
    {
        [ResourceTypes.Pods] = new PodTable(),
        [ResourceTypes.Nodes] = new NodeTable(),
        [ResourceTypes.Namespaces] = new NamespaceTable(),
        [ResourceTypes.Events] = new EventTable(),
        [ResourceTypes.ConfigMaps] = new CountTable(new TableColumn("Data", "The number of its entries."), "data", "binaryData"),
        [ResourceTypes.ServiceAccounts] = new CountTable(new TableColumn("Secrets", "The number of its secrets."), "secrets"),
        [ResourceTypes.PodDisruptionBudgets] = new DisruptionBudgetTable(),
    };

    private static readonly PlainTable Plain = new();

    public static ITablePrinter For(ResourceType type) => ByType.GetValueOrDefault(type, Plain);
}
