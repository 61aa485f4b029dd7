using System.ComponentModel;
using System.Diagnostics;
using System.Text;
using System.Text.Json.Nodes;

namespace PodTools.Kubernetes;

/// <summary>One run of a credential plugin, by the rules of <c>client.authentication.k8s.io</c>.</summary>
internal static class ExecRun
{
    private const int LongestOutput = 1 << 20;
    private const int LongestComplaint = 2000;
    private static readonly TimeSpan TimeForPeople = TimeSpan.FromMinutes(10);

    internal static async Task<ExecAnswer> RunAsync(ExecPlugin plugin, TimeProvider clock, CancellationToken cancellationToken)
    {
        var interactive = IsInteractive(plugin);
        var limit = interactive ? TimeForPeople : plugin.Timeout;
        using var deadline = new CancellationTokenSource(limit, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, cancellationToken);
        var begun = clock.GetTimestamp();
        RequestTrace.Current?.Tell($"The credential plugin \"{plugin.Command}\" of {plugin.Owner} is started.");
        var process = Start(plugin, interactive);
        var complaints = new StringBuilder();
        try
        {
            var output = ReadAsync(process.StandardOutput, LongestOutput, null, either.Token);
            var errors = ReadAsync(process.StandardError, LongestComplaint, interactive ? Console.Error : null, either.Token, complaints);
            var text = await output.ConfigureAwait(false);
            await errors.ConfigureAwait(false);
            await process.WaitForExitAsync(either.Token).ConfigureAwait(false);
            RequestTrace.Current?.Tell($"The credential plugin \"{plugin.Command}\" ended with exit code {process.ExitCode} after {clock.GetElapsedTime(begun).TotalSeconds:0.0} s.");
            return process.ExitCode == 0
                ? ExecAnswer.Parse(text, plugin)
                : throw Fail(plugin, $"failed with exit code {process.ExitCode}{Quote(complaints)}");
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw Fail(plugin, $"did not end within {limit.TotalSeconds:0.#} seconds and was stopped{Quote(complaints)}");
        }
        finally
        {
            // Nobody waits for that, except the end of this process.
            _ = Task.Run(() => RunningPlugins.End(process), CancellationToken.None);
        }
    }

    // Without a terminal there is nobody to talk to.
    private static bool IsInteractive(ExecPlugin plugin)
    {
        var available = !Console.IsInputRedirected && Environment.UserInteractive;
        return plugin.InteractiveMode switch
        {
            "Never" => false,
            "Always" when !available => throw Fail(plugin, "needs a terminal to talk to you (interactiveMode: Always), and there is none here"),
            _ => available,
        };
    }

    private static Process Start(ExecPlugin plugin, bool interactive)
    {
        var hint = plugin.InstallHint is null ? "" : $" {plugin.InstallHint.Trim()}";
        var program = PluginProgram.Find(plugin.Command) ?? throw Fail(plugin, $"is not installed, or not in PATH.{hint}");
        var start = new ProcessStartInfo(program)
        {
            UseShellExecute = false,
            RedirectStandardInput = !interactive,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            StandardOutputEncoding = Encoding.UTF8,
        };
        foreach (var argument in plugin.Arguments)
        {
            start.ArgumentList.Add(argument);
        }

        foreach (var (name, value) in plugin.Environment)
        {
            start.Environment[name] = value;
        }

        start.Environment["KUBERNETES_EXEC_INFO"] = Info(plugin, interactive);
        try
        {
            var process = Process.Start(start)!;
            RunningPlugins.Add(process);
            if (!interactive)
            {
                process.StandardInput.Close();
            }

            return process;
        }
        catch (Win32Exception e)
        {
            throw Fail(plugin, $"cannot be started: {e.Message}.{hint}", e);
        }
    }

    private static string Info(ExecPlugin plugin, bool interactive)
    {
        var spec = new JsonObject { ["interactive"] = interactive };
        if (plugin.Cluster is { } cluster)
        {
            spec["cluster"] = cluster.DeepClone();
        }

        return new JsonObject { ["kind"] = "ExecCredential", ["apiVersion"] = plugin.ApiVersion, ["spec"] = spec }.ToJsonString();
    }

    // Reads to the end, keeps the beginning, and passes on what a user has to see while it happens.
    private static async Task<string> ReadAsync(
        StreamReader reader, int longest, TextWriter? relay, CancellationToken cancellationToken, StringBuilder? kept = null)
    {
        kept ??= new StringBuilder();
        var buffer = new char[4096];
        while (await reader.ReadAsync(buffer, cancellationToken).ConfigureAwait(false) is var read and > 0)
        {
            kept.Append(buffer, 0, Math.Min(read, Math.Max(0, longest - kept.Length)));
            if (relay is not null)
            {
                await relay.WriteAsync(buffer.AsMemory(0, read), cancellationToken).ConfigureAwait(false);
            }
        }

        return kept.ToString();
    }

    private static string Quote(StringBuilder complaints) => Complaint.WithoutSecrets(complaints.ToString()).Trim() is { Length: > 0 } text ? $": {text}" : "";

    private static KubernetesException Fail(ExecPlugin plugin, string what, Exception? cause = null) => new(
        KubernetesReason.CredentialFailed, $"The credential plugin \"{plugin.Command}\" of {plugin.Owner} {what}{(what.EndsWith('.') ? "" : ".")}", cause);
}
