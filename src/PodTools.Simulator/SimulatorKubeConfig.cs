using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using PodTools.Yaml;

namespace PodTools.Simulator;

/// <summary>The kubeconfig file of a simulated cluster, in a folder of its own that only this user can enter.</summary>
internal sealed class SimulatorKubeConfig : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("podtools-");

    /// <summary>Writes the file.</summary>
    /// <param name="name">The name of cluster, user and context.</param>
    /// <param name="server">The address of the API server.</param>
    /// <param name="authorityPem">The certificate to trust.</param>
    /// <param name="token">The administrator's token.</param>
    public SimulatorKubeConfig(string name, Uri server, string authorityPem, string token)
    {
        Path = System.IO.Path.Combine(_folder.FullName, "config");
        using var file = new FileStream(Path, OwnerOnly());
        file.Write(Encoding.UTF8.GetBytes(YamlWriter.Write(Content(name, server, authorityPem, token))));
    }

    /// <summary>The path of the file.</summary>
    public string Path { get; }

    /// <summary>A token that nobody guesses.</summary>
    public static string NewToken() => Convert.ToHexString(RandomNumberGenerator.GetBytes(32)).ToLowerInvariant();

    public void Dispose()
    {
        if (_folder.Exists)
        {
            _folder.Delete(recursive: true);
        }
    }

    private static FileStreamOptions OwnerOnly()
    {
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        return options;
    }

    private static JsonObject Content(string name, Uri server, string authorityPem, string token) => new()
    {
        ["apiVersion"] = "v1",
        ["kind"] = "Config",
        ["current-context"] = name,
        ["preferences"] = new JsonObject(),
        ["clusters"] = Named(name, "cluster", new JsonObject
        {
            ["server"] = server.ToString().TrimEnd('/'),
            ["certificate-authority-data"] = Convert.ToBase64String(Encoding.ASCII.GetBytes(authorityPem + "\n")),
        }),
        ["users"] = Named(name, "user", new JsonObject { ["token"] = token }),
        ["contexts"] = Named(name, "context", new JsonObject { ["cluster"] = name, ["user"] = name, ["namespace"] = "default" }),
    };

    private static JsonArray Named(string name, string member, JsonObject content) =>
        new(new JsonObject { ["name"] = name, [member] = content });
}
