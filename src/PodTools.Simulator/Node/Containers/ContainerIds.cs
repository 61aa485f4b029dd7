using System.Security.Cryptography;

namespace PodTools.Simulator.Node.Containers;

/// <summary>Makes up the ids that a container runtime gives.</summary>
internal static class ContainerIds
{
    /// <summary>A new id: 64 hexadecimal digits.</summary>
    public static string New() => Convert.ToHexString(RandomNumberGenerator.GetBytes(32)).ToLowerInvariant();
}
