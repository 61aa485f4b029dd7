namespace PodTools.Benchmarks;

/// <summary>The module that is measured: the one that building this program has laid out.</summary>
internal static class ModuleFile
{
    /// <summary>The full path of its manifest.</summary>
    public static string Path { get; } = Find();

    private static string Find()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            var file = System.IO.Path.Combine(folder.FullName, "out", "PodTools", "PodTools.psd1");
            if (File.Exists(file))
            {
                return file;
            }
        }

        throw new FileNotFoundException("There is no out/PodTools in any folder above: build PodTools.sln first.");
    }
}
