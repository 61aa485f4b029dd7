using System.Collections;
using System.Collections.Concurrent;
using System.Management.Automation;
using System.Management.Automation.Language;

namespace PodTools.Completion;

/// <summary>
/// The base of completers that ask something. They answer within a moment or say nothing: a prompt must never hang or show
/// an error. What was found is kept for two seconds, also when it came too late for the first Tab.
/// </summary>
public abstract class Completer : IArgumentCompleter
{
    // The shell needs a part of the 300 ms for itself: before it calls a completer, and to show what that gives.
    private static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan Freshness = TimeSpan.FromSeconds(2);
    private static readonly ConcurrentDictionary<string, Answer> Answers = new(StringComparer.Ordinal);

    /// <inheritdoc/>
    public IEnumerable<CompletionResult> CompleteArgument(
        string commandName, string parameterName, string wordToComplete, CommandAst commandAst, IDictionary fakeBoundParameters)
    {
        var request = new CompletionRequest(wordToComplete, fakeBoundParameters);
        return Offer(request).Select(text => new CompletionResult(Quote(text), text, CompletionResultType.ParameterValue, text));
    }

    /// <summary>What may stand in place of the word.</summary>
    /// <param name="request">The word and the parameters beside it.</param>
    internal IReadOnlyList<string> Offer(CompletionRequest request)
    {
        var answer = Answers.AddOrUpdate(
            $"{GetType().Name} {KeyOf(request)}",
            _ => Ask(request),
            (_, known) => Environment.TickCount64 - known.Asked < Freshness.TotalMilliseconds ? known : Ask(request));
        try
        {
            return answer.Found.Wait(request.Age < Patience ? Patience - request.Age : TimeSpan.Zero)
                ? [.. answer.Found.Result.Where(text => text.StartsWith(request.Word, StringComparison.OrdinalIgnoreCase))]
                : [];
        }
        catch (AggregateException)
        {
            // No cluster, no rights, no kubeconfig: there is nothing to offer, and a prompt is no place to say so.
            return [];
        }
    }

    /// <summary>Finds all candidates.</summary>
    /// <param name="request">The word and the parameters beside it.</param>
    /// <param name="stop">Cancelled when it takes so long that nobody will want it.</param>
    private protected abstract Task<IReadOnlyList<string>> FindAsync(CompletionRequest request, CancellationToken stop);

    /// <summary>What the candidates depend on.</summary>
    private protected virtual string KeyOf(CompletionRequest request) => request.Scope;

    private Answer Ask(CompletionRequest request) => new(Environment.TickCount64, Task.Run(async () =>
    {
        using var stop = new CancellationTokenSource(Freshness);
        return await FindAsync(request, stop.Token);
    }));

    private static string Quote(string text) =>
        !text.StartsWith('@') && text.All(letter => char.IsLetterOrDigit(letter) || letter is '@' or '-' or '_' or '.' or '/' or ':' or '=')
            ? text
            : $"'{text.Replace("'", "''", StringComparison.Ordinal)}'";

    private sealed record Answer(long Asked, Task<IReadOnlyList<string>> Found);
}
