namespace PodTools.Kubernetes.Copy;

/// <summary>What can be copied.</summary>
internal enum LocalItemKind
{
    File,
    Folder,
    Link,
}
