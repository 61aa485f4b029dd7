using System.Text.Json;

namespace PodTools.Kubernetes.Streams;

/// <summary>Reads the Status that the error channel carries when a remote command has ended.</summary>
internal static class ExitStatus
{
    private const string Success = "Success";
    private const string NonZeroExitCode = "NonZeroExitCode";
    private const string ExitCodeCause = "ExitCode";

    /// <summary>How the command ended, or null while the Status is not complete.</summary>
    public static RemoteExit? Read(ReadOnlySpan<byte> json)
    {
        Status status;
        try
        {
            status = KubernetesJson.Deserialize<Status>(json);
        }
        catch (JsonException)
        {
            // A server may send the Status in several messages.
            return null;
        }

        if (status.Result == Success)
        {
            return new RemoteExit(0, null);
        }

        return status.Reason == NonZeroExitCode && ExitCodeOf(status) is { } exitCode
            ? new RemoteExit(exitCode, null)
            : new RemoteExit(null, StreamFailure.ToStart(status));
    }

    private static int? ExitCodeOf(Status status)
    {
        var cause = status.Details?.Causes.FirstOrDefault(each => each.Reason == ExitCodeCause);
        return int.TryParse(cause?.Message, out var exitCode) ? exitCode : null;
    }
}
