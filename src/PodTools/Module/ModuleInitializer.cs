using System.Management.Automation;
using System.Reflection;
using System.Runtime.Loader;
using PodTools.Commands;
using PodTools.Kubernetes;

namespace PodTools.Module;

/// <summary>Prepares the process when the module is imported, and leaves nothing running when it is removed.</summary>
public sealed class ModuleInitializer : IModuleAssemblyInitializer, IModuleAssemblyCleanup
{
    // Once per process, however many runspaces import the module, and for good: the assemblies stay when it is removed.
    static ModuleInitializer() => AssemblyLoadContext.Default.Resolving += Resolve;

    /// <inheritdoc/>
    public void OnImport() => CurrentCluster.SettleDown();

    /// <summary>
    /// Stops the port-forwards and the simulators that this runspace started, and closes connections that nobody uses: once the
    /// module is gone, nobody else could. Other runspaces keep theirs.
    /// </summary>
    /// <param name="psModuleInfo">The module.</param>
    public void OnRemove(PSModuleInfo psModuleInfo)
    {
        PortForwards.StopAbandoned();
        Simulators.StopAbandonedAsync().GetAwaiter().GetResult();
        KubernetesConnection.CloseIdle();
    }

    private static Assembly? Resolve(AssemblyLoadContext context, AssemblyName name) =>
        name.Name == IsolatedContext.Entry ? IsolatedContext.Shared.LoadFromAssemblyName(name) : null;
}
