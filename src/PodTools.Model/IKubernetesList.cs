namespace PodTools;

/// <summary>A list of objects as the API answers it, or one page of it.</summary>
/// <typeparam name="T">The type of the objects.</typeparam>
public interface IKubernetesList<T>
{
    /// <summary>The objects of this page.</summary>
    IList<T> Items { get; set; }

    /// <summary>The resource version of the list and the token of its next page.</summary>
    ListMeta? Metadata { get; set; }
}
