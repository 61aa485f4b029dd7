namespace PodTools.Build.Model;

/// <summary>The folder of the model's generated files.</summary>
public static class GeneratedFolder
{
    /// <summary>Makes the folder hold exactly these files: what is no longer generated is removed.</summary>
    /// <param name="folder">The folder; it is created when missing.</param>
    /// <param name="files">The text of each file by its name.</param>
    public static void Write(string folder, IReadOnlyDictionary<string, string> files)
    {
        Directory.CreateDirectory(folder);
        foreach (var stale in Directory.EnumerateFiles(folder).Where(path => !files.ContainsKey(Path.GetFileName(path))))
        {
            File.Delete(stale);
        }

        foreach (var (name, text) in files)
        {
            File.WriteAllText(Path.Combine(folder, name), text);
        }
    }
}
