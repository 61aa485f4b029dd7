using System.Management.Automation;
using System.Reflection;
using System.Runtime.Loader;

namespace PodTools.Module;

/// <summary>Prepares the process when the module is imported, and leaves nothing running when it is removed.</summary>
public sealed class ModuleInitializer : IModuleAssemblyInitializer, IModuleAssemblyCleanup
{
    /// <inheritdoc/>
    public void OnImport() => AssemblyLoadContext.Default.Resolving += Resolve;

    /// <inheritdoc/>
    public void OnRemove(PSModuleInfo psModuleInfo) => AssemblyLoadContext.Default.Resolving -= Resolve;

    private static Assembly? Resolve(AssemblyLoadContext context, AssemblyName name) =>
        name.Name == IsolatedContext.Entry ? IsolatedContext.Shared.LoadFromAssemblyName(name) : null;
}
