using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;

namespace PodTools.Simulator.Streams;

/// <summary>What comes on the status channel when a command has ended.</summary>
internal static class StreamStatus
{
    /// <summary>The command ended with an exit code.</summary>
    /// <param name="code">The exit code.</param>
    /// <param name="command">The command, for the message.</param>
    /// <param name="asObject">Whether to send an object, or only text and that only on failure.</param>
    public static byte[] OfExit(int code, IReadOnlyList<string> command, bool asObject)
    {
        var message = $"command terminated with non-zero exit code: error executing command [{string.Join(' ', command)}], exit code {code}";
        if (!asObject)
        {
            return code == 0 ? [] : Encoding.UTF8.GetBytes(message);
        }

        return code == 0
            ? Bytes(new JsonObject { ["metadata"] = new JsonObject(), ["status"] = "Success" })
            : Bytes(Failure(message, "NonZeroExitCode", new JsonObject
            {
                ["reason"] = "ExitCode",
                ["message"] = code.ToString(CultureInfo.InvariantCulture),
            }));
    }

    /// <summary>The command could not be started.</summary>
    public static byte[] OfStartFailure(string problem, bool asObject)
    {
        var message = $"error executing command in container: {problem}";
        if (!asObject)
        {
            return Encoding.UTF8.GetBytes(message);
        }

        var status = Failure($"Internal error occurred: {message}", "InternalError", new JsonObject { ["message"] = message });
        status["code"] = 500;
        return Bytes(status);
    }

    private static JsonObject Failure(string message, string reason, JsonObject cause) => new()
    {
        ["metadata"] = new JsonObject(),
        ["status"] = "Failure",
        ["message"] = message,
        ["reason"] = reason,
        ["details"] = new JsonObject { ["causes"] = new JsonArray(cause) },
    };

    private static byte[] Bytes(JsonObject status) => Encoding.UTF8.GetBytes(status.ToJsonString(new System.Text.Json.JsonSerializerOptions
    {
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    }));
}
