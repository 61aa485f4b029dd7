using PodTools.Simulator.Http;

namespace PodTools.Simulator.Streams;

/// <summary>Which streams of a process a client wants.</summary>
/// <param name="Input">Standard input.</param>
/// <param name="Output">Standard output.</param>
/// <param name="Error">Standard error; on a terminal it comes with the output.</param>
/// <param name="Terminal">A terminal.</param>
internal sealed record ProcessOptions(bool Input, bool Output, bool Error, bool Terminal)
{
    /// <summary>The channel on which the first, empty message goes, by which a client knows that the stream is open.</summary>
    public int FirstChannel => Output ? 1 : Error ? 2 : 0;

    /// <summary>Reads the query of a request.</summary>
    /// <exception cref="PlainRefusalException">400, when no stream is wanted.</exception>
    public static ProcessOptions Read(QueryParameters query)
    {
        var terminal = query.IsOn("tty");
        var options = new ProcessOptions(
            query.IsOn("stdin"), query.IsOn("stdout"), query.IsOn("stderr") && !terminal, terminal);
        return options is { Input: false, Output: false, Error: false }
            ? throw new PlainRefusalException(400, "you must specify at least 1 of stdin, stdout, stderr")
            : options;
    }

    /// <summary>Whether a stream of the process goes to the client: 1 output, 2 error output.</summary>
    public bool Wants(int stream) => stream == 1 ? Output : Error;
}
