using System.Management.Automation;

namespace PodTools.Commands;

/// <summary>Asks script blocks of users about objects.</summary>
internal static class ScriptTest
{
    /// <summary>Whether a script block gives true for an object, which it sees as <c>$_</c> and gets as its argument. Called on the pipeline's thread only.</summary>
    /// <param name="script">The script block.</param>
    /// <param name="value">The object.</param>
    public static bool IsTrue(ScriptBlock script, object value) =>
        LanguagePrimitives.IsTrue(script.InvokeWithContext(null, [new PSVariable("_", value)], value));
}
