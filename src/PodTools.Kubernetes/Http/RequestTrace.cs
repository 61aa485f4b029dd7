using System.Collections.Concurrent;

namespace PodTools.Kubernetes;

/// <summary>
/// Hears what happens on the way to a cluster on behalf of what is called from here: each request, and what is worth to be
/// known about them. No line ever holds a secret.
/// </summary>
/// <param name="onRequest">Takes a line for each request: method, address, status and time.</param>
/// <param name="onEvent">Takes a sentence for each repetition, run of a credential plugin, or proxy.</param>
public sealed class RequestTrace(Action<string> onRequest, Action<string> onEvent)
{
    private static readonly Ambient<RequestTrace> Ambient = new();

    private readonly ConcurrentDictionary<string, bool> _told = [];

    /// <summary>Who hears of the requests of the code that asks; null for nobody.</summary>
    public static RequestTrace? Current => Ambient.Current;

    /// <summary>Has somebody hear of what is called, and started, until the result is disposed.</summary>
    /// <param name="trace">Who hears; null for nobody.</param>
    /// <returns>Puts back who heard before.</returns>
    public static IDisposable Use(RequestTrace? trace) => Ambient.Use(trace);

    internal void TellRequest(string line) => onRequest(line);

    internal void Tell(string sentence) => onEvent(sentence);

    /// <summary>Tells what stays as it is, the first time only.</summary>
    internal void TellOnce(string sentence)
    {
        if (_told.TryAdd(sentence, true))
        {
            onEvent(sentence);
        }
    }
}
