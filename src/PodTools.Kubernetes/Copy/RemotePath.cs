namespace PodTools.Kubernetes.Copy;

/// <summary>Paths in containers: always with slashes, whatever this machine uses.</summary>
internal static class RemotePath
{
    /// <summary>A path without a slash at its end, that no command takes for an option.</summary>
    public static string Clean(string path)
    {
        var clean = path.Length > 1 ? path.TrimEnd('/') : path;
        return clean.Length == 0 ? "/" : clean.StartsWith('-') ? "./" + clean : clean;
    }

    public static string Join(string folder, string name) => folder.EndsWith('/') ? folder + name : $"{folder}/{name}";

    /// <summary>The folder that holds a path.</summary>
    public static string Parent(string path)
    {
        var slash = path.LastIndexOf('/');
        return slash < 0 ? "." : slash == 0 ? "/" : path[..slash];
    }

    /// <summary>The last part of a path; <c>.</c> for the root.</summary>
    public static string Name(string path)
    {
        var name = path[(path.LastIndexOf('/') + 1)..];
        return name.Length == 0 ? "." : name;
    }
}
