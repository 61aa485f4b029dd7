using System.Management.Automation;
using PodTools.Pipeline;

namespace PodTools.Commands;

/// <summary>Asks script blocks of users about objects.</summary>
internal static class ScriptTest
{
    /// <summary>Whether a script block gives true for an object, which it sees as <c>$_</c> and gets as its argument. Called on the pipeline's thread only.</summary>
    /// <param name="script">The script block.</param>
    /// <param name="value">The object.</param>
    /// <exception cref="PodCommandException">The script block failed.</exception>
    public static bool IsTrue(ScriptBlock script, object value)
    {
        try
        {
            return LanguagePrimitives.IsTrue(script.InvokeWithContext(null, [new PSVariable("_", value)], value));
        }
        catch (RuntimeException failure) when (failure is not PipelineStoppedException)
        {
            throw new PodCommandException(
                "UntilFailed", ErrorCategory.InvalidOperation, $"The script block of -Until failed: {failure.Message}", "Correct it: it gets the object as $_ and as its argument.", failure);
        }
    }
}
