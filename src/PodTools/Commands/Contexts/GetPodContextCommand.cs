using System.Management.Automation;
using PodTools.Completion;
using PodTools.Pipeline;

namespace PodTools.Commands;

/// <summary>Gets the contexts that can be used: those of the kubeconfig and those of running simulators.</summary>
/// <remarks>Nothing is asked of the clusters. The current context is the one that commands use when they name none.</remarks>
/// <example>
/// <code>Get-PodContext</code>
/// <para>Lists all contexts; the current one is marked with an asterisk.</para>
/// </example>
/// <example>
/// <code>(Get-PodContext -Current).Namespace</code>
/// <para>Tells the namespace that commands work in.</para>
/// </example>
/// <example>
/// <code>Get-PodContext -Test | Where-Object Reachable -EQ $false</code>
/// <para>Lists the contexts whose clusters do not answer, and why.</para>
/// </example>
/// <example>
/// <code>Get-PodContext -Test | Where-Object Reason -EQ Unauthorized</code>
/// <para>Lists the contexts that need a new log-in.</para>
/// </example>
/// <seealso cref="UsePodContextCommand"/>
/// <seealso>about_PodTools_Contexts</seealso>
[Cmdlet(VerbsCommon.Get, "PodContext")]
[OutputType(typeof(PodContext))]
[OutputType(typeof(PodContextTest))]
public sealed class GetPodContextCommand : PodCmdlet
{
    /// <summary>The names of the contexts; wildcards are allowed. Without it: all.</summary>
    [Parameter(Position = 0)]
    [ArgumentCompleter(typeof(ContextCompleter))]
    [SupportsWildcards]
    public string[] Name { get; set; } = [];

    /// <summary>Gets the current context only.</summary>
    [Parameter]
    public SwitchParameter Current { get; set; }

    /// <summary>The kubeconfig file to look into. Without it: KUBECONFIG, else .kube/config in the home folder, and the simulators.</summary>
    [Parameter]
    public string? KubeConfig { get; set; }

    /// <summary>Asks each cluster for its version, all at once, and tells in Reachable, Reason, Version and Error what came of it.</summary>
    [Parameter]
    public SwitchParameter Test { get; set; }

    /// <summary>With -Test: how long an answer may take, as a time span or in seconds.</summary>
    [Parameter]
    [DurationTransform]
    public TimeSpan Timeout { get; set; } = TimeSpan.FromSeconds(5);

    /// <inheritdoc/>
    protected override async Task ProcessAsync(IPipeline pipeline, CancellationToken stop)
    {
        var patterns = Name.Select(name => new NamePattern(name)).ToList();
        var known = KnownContexts.Find(KubeConfigPath.Resolve(KubeConfig, pipeline.FullPath), CurrentCluster.Choice.At(pipeline.FullPath));
        foreach (var missing in Name.Where(name => !NamePattern.IsPattern(name) && !known.Any(each => new NamePattern(name).IsMatch(each.Name))))
        {
            pipeline.WriteError(ErrorRecords.From(
                new PodCommandException("ContextNotFound", ErrorCategory.ObjectNotFound, $"There is no context '{missing}'.", "See Get-PodContext for those there are."),
                missing));
        }

        var probe = On(Test) ? new ContextProbe(Timeout) : null;
        var work = new ParallelWork(limit: 32, pipeline, stop);
        foreach (var context in known.Where(each => (patterns.Count == 0 || patterns.Any(pattern => pattern.IsMatch(each.Name))) && (!On(Current) || each.IsCurrent)))
        {
            await work.AddInOrderAsync(context.Name, async () => probe is null ? context : await probe.RunAsync(context, stop));
        }

        await work.FinishAsync();
    }
}
