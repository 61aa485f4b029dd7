namespace PodTools.Completion;

/// <summary>Completes what <c>Wait-Pod</c> can wait for.</summary>
public sealed class WaitConditionCompleter : Completer
{
    private static readonly string[] Conditions =
    [
        "Ready", "Scheduled", "Running", "Completed", "Deleted", "Exists",
        "Condition=ContainersReady", "Condition=Initialized", "Condition=PodScheduled", "Condition=Ready",
    ];

    /// <inheritdoc/>
    private protected override Task<IReadOnlyList<string>> FindAsync(CompletionRequest request, CancellationToken stop) =>
        Task.FromResult<IReadOnlyList<string>>(Conditions);
}
