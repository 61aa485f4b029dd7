using PodTools.Simulator.Node.Sandboxes;

namespace PodTools.Simulator.Tests.Support;

/// <summary>
/// A test of what only containers with namespaces of their own have; skipped by name on a machine that gives none to ordinary users.
/// </summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class IsolatedFactAttribute : FactAttribute
{
    public IsolatedFactAttribute()
    {
        if (!Isolation.IsAvailableAsync().GetAwaiter().GetResult())
        {
            Skip = "This machine gives no user namespaces, so that containers have no name and no file tree of their own.";
        }
    }
}
