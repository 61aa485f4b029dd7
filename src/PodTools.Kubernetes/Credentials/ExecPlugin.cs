using System.Text.Json.Nodes;

namespace PodTools.Kubernetes;

/// <summary>A credential plugin as a kubeconfig describes it: the <c>exec</c> of a user.</summary>
internal sealed record ExecPlugin
{
    private const string Group = "client.authentication.k8s.io";
    private static readonly string[] Versions = [$"{Group}/v1", $"{Group}/v1beta1"];

    /// <summary>The version that the plugin speaks.</summary>
    internal required string ApiVersion { get; init; }

    /// <summary>The program: a name to look up in PATH, or a full path.</summary>
    internal required string Command { get; init; }

    /// <summary>Its arguments, each passed as it stands.</summary>
    internal IReadOnlyList<string> Arguments { get; init; } = [];

    /// <summary>Environment variables that it gets besides those of this process.</summary>
    internal IReadOnlyList<KeyValuePair<string, string>> Environment { get; init; } = [];

    /// <summary>Where to get the program; shown when it is missing.</summary>
    internal string? InstallHint { get; init; }

    /// <summary>Whether it may talk to the user: <c>Never</c>, <c>IfAvailable</c> or <c>Always</c>.</summary>
    internal string InteractiveMode { get; init; } = "IfAvailable";

    /// <summary>What it is told about the cluster; null when it does not want to know.</summary>
    internal JsonObject? Cluster { get; init; }

    /// <summary>Whose credentials it gives, for messages.</summary>
    internal required string Owner { get; init; }

    /// <summary>How long it may take when it does not talk to the user; people get longer.</summary>
    internal TimeSpan Timeout { get; init; } = TimeSpan.FromMinutes(2);

    /// <summary>All that makes it what it is: two users of the same plugin share its answers.</summary>
    internal string Fingerprint => new JsonArray(
        ApiVersion,
        Command,
        new JsonArray([.. Arguments.Select(a => (JsonNode?)a)]),
        new JsonArray([.. Environment.Select(e => (JsonNode?)$"{e.Key}={e.Value}")]),
        InteractiveMode,
        Cluster?.DeepClone()).ToJsonString();

    internal static ExecPlugin Read(KubeConfigEntry exec, KubeConfigEntry cluster)
    {
        var version = exec.Text("apiVersion") ?? throw exec.Fail("", $"exec of {exec.Title} has no apiVersion; it is {string.Join(" or ", Versions)}.");
        if (!Versions.Contains(version))
        {
            throw exec.Fail("apiVersion", $"exec of {exec.Title} has the apiVersion \"{version}\"; only {string.Join(" and ", Versions)} are spoken. Update the plugin and write its entry anew.");
        }

        var command = exec.Text("command") ?? throw exec.Fail("", $"exec of {exec.Title} has no command.");
        return new()
        {
            ApiVersion = version,
            Command = HasFolder(command) ? exec.FilePath("command")! : command,
            Arguments = exec.Texts("args"),
            Environment = [.. exec.InnerList("env").Select(ReadVariable)],
            InstallHint = exec.Text("installHint"),
            InteractiveMode = Mode(exec, version),
            Cluster = exec.Flag("provideClusterInfo") ? DescribeCluster(cluster) : null,
            Owner = exec.Title,
        };
    }

    private static bool HasFolder(string command) => command.Contains('/', StringComparison.Ordinal) || command.Contains(Path.DirectorySeparatorChar, StringComparison.Ordinal);

    private static KeyValuePair<string, string> ReadVariable(KubeConfigEntry variable) => new(
        variable.Text("name") ?? throw variable.Fail("", $"An environment variable of exec of {variable.Title} has no name."),
        variable.Text("value") ?? "");

    private static string Mode(KubeConfigEntry exec, string version) => exec.Text("interactiveMode") switch
    {
        null when version == Versions[0] => throw exec.Fail("", $"exec of {exec.Title} has no interactiveMode; {version} wants Never, IfAvailable or Always."),
        null => "IfAvailable",
        "Never" or "IfAvailable" or "Always" => exec.Text("interactiveMode")!,
        var mode => throw exec.Fail("interactiveMode", $"interactiveMode \"{mode}\" of {exec.Title} is none of Never, IfAvailable and Always."),
    };

    private static JsonObject DescribeCluster(KubeConfigEntry cluster)
    {
        var info = new JsonObject { ["server"] = cluster.Text("server") };
        foreach (var field in new[] { "tls-server-name", "proxy-url" })
        {
            if (cluster.Text(field) is { } text)
            {
                info[field] = text;
            }
        }

        if (cluster.Flag("insecure-skip-tls-verify"))
        {
            info["insecure-skip-tls-verify"] = true;
        }

        if (cluster.Content("certificate-authority") is { } authority)
        {
            info["certificate-authority-data"] = Convert.ToBase64String(System.Text.Encoding.UTF8.GetBytes(authority));
        }

        if (cluster.InnerList("extensions").FirstOrDefault(e => e.Text("name") == $"{Group}/exec") is { } extension)
        {
            info["config"] = extension.Node("extension")?.DeepClone();
        }

        return info;
    }
}
