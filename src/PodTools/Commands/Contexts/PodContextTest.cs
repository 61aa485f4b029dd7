using System.Diagnostics.CodeAnalysis;

namespace PodTools;

/// <summary>A context, and whether its cluster can be reached: what <c>Get-PodContext -Test</c> emits.</summary>
public sealed record PodContextTest : PodContext
{
    /// <summary>Describes an outcome.</summary>
    /// <param name="context">The context that was tested.</param>
    [SetsRequiredMembers]
    internal PodContextTest(PodContext context)
        : base(context)
    {
    }

    /// <summary>Whether an API server answered and is what the kubeconfig says; an answer that refuses counts, too.</summary>
    public required bool Reachable { get; init; }

    /// <summary>The version of the server, such as <c>v1.33.2</c>; null when it did not tell.</summary>
    public string? Version { get; init; }

    /// <summary>What went wrong; null when all is well.</summary>
    public string? Error { get; init; }
}
