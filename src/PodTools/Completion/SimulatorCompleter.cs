using PodTools.Commands;

namespace PodTools.Completion;

/// <summary>Completes the names of running simulators.</summary>
public sealed class SimulatorCompleter : Completer
{
    /// <inheritdoc/>
    private protected override Task<IReadOnlyList<string>> FindAsync(CompletionRequest request, CancellationToken stop) =>
        Task.FromResult<IReadOnlyList<string>>([.. Simulators.All.Select(each => each.Name)]);
}
