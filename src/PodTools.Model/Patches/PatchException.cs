namespace PodTools.Patches;

/// <summary>A patch that cannot be applied to an object, in the API server's words.</summary>
/// <param name="reason">The reason that the server answers with: <c>Invalid</c> (422) or <c>InternalError</c> (500).</param>
/// <param name="message">Its message.</param>
public sealed class PatchException(string reason, string message) : Exception(message)
{
    /// <summary>The reason that the server answers with: <c>Invalid</c> (422) or <c>InternalError</c> (500).</summary>
    public string Reason { get; } = reason;
}
