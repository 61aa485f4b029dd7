namespace PodTools.Commands;

/// <summary>The ways to say which pods are meant.</summary>
internal static class ParameterSets
{
    /// <summary>By their names, with wildcards.</summary>
    public const string ByName = "ByName";

    /// <summary>By objects from the pipeline; each acts on the cluster it came from.</summary>
    public const string ByPod = "ByPod";

    /// <summary>By their labels or fields.</summary>
    public const string BySelector = "BySelector";

    /// <summary>All of a namespace.</summary>
    public const string All = "All";
}
