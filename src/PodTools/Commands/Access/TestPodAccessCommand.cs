using System.Management.Automation;
using PodTools.Completion;
using PodTools.Kubernetes;
using PodTools.Pipeline;

namespace PodTools.Commands;

/// <summary>Asks the cluster what the user of the context may do.</summary>
/// <remarks>
/// Several verbs and resources are asked in all combinations, and answered in that order. With -List, everything that the
/// server can enumerate for a namespace is emitted; a cluster whose authorizer cannot enumerate says so in a warning.
/// </remarks>
/// <example>
/// <code>Test-PodAccess delete</code>
/// <para>Tells whether pods may be deleted in the current namespace.</para>
/// </example>
/// <example>
/// <code>if (-not (Test-PodAccess create pods/exec -Namespace shop -Quiet)) { throw 'This runbook needs exec.' }</code>
/// <para>Ends a script early when a right is missing.</para>
/// </example>
/// <example>
/// <code>Test-PodAccess -List | Where-Object Resource -Like 'pods*'</code>
/// <para>Lists all rights on pods.</para>
/// </example>
/// <seealso cref="GetPodContextCommand"/>
/// <seealso>about_PodTools_Errors</seealso>
/// <seealso href="https://kubernetes.io/docs/reference/access-authn-authz/rbac/">Using RBAC authorization</seealso>
[Cmdlet(VerbsDiagnostic.Test, "PodAccess", DefaultParameterSetName = QuestionSet)]
[OutputType(typeof(PodAccess))]
[OutputType(typeof(bool))]
public sealed class TestPodAccessCommand : ClusterCmdlet
{
    private const string QuestionSet = "Question";
    private const string ListSet = "List";

    /// <summary>What is to be done: the API's verbs, such as get, list, watch, create, update, patch, delete.</summary>
    [Parameter(Mandatory = true, Position = 0, ParameterSetName = QuestionSet)]
    [ArgumentCompleter(typeof(AccessVerbCompleter))]
    [ValidateNotNullOrEmpty]
    public string[] Verb { get; set; } = [];

    /// <summary>The kinds of objects, such as pods, pods/log or deployments.apps; or an address of the server, such as /version.</summary>
    [Parameter(Position = 1, ParameterSetName = QuestionSet)]
    [ArgumentCompleter(typeof(AccessResourceCompleter))]
    [ValidateNotNullOrEmpty]
    public string[] Resource { get; set; } = ["pods"];

    /// <summary>The subresource, when it does not stand in -Resource.</summary>
    [Parameter(ParameterSetName = QuestionSet)]
    public string? Subresource { get; set; }

    /// <summary>The one object that it is about. Without it: all of the kind.</summary>
    [Parameter(ParameterSetName = QuestionSet)]
    [ArgumentCompleter(typeof(PodNameCompleter))]
    public string? Name { get; set; }

    /// <summary>Emits true or false in place of objects.</summary>
    [Parameter(ParameterSetName = QuestionSet)]
    public SwitchParameter Quiet { get; set; }

    /// <summary>Lists everything that is allowed.</summary>
    [Parameter(Mandatory = true, ParameterSetName = ListSet)]
    public SwitchParameter List { get; set; }

    /// <summary>The namespaces. Without it: that of the context.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [Alias("ns", "n")]
    [ArgumentCompleter(typeof(NamespaceCompleter))]
    public string[] Namespace { get; set; } = [];

    /// <inheritdoc/>
    protected override async Task ProcessAsync(IPipeline pipeline, CancellationToken stop)
    {
        var cluster = OpenCluster(pipeline);
        var client = new AccessClient(cluster.Connection);
        foreach (var ns in Namespace.Length == 0 ? [cluster.Namespace] : Namespace)
        {
            await (On(List) ? ListAsync(client, cluster, ns, pipeline, stop) : AskAsync(client, cluster, ns, pipeline, stop));
        }
    }

    private async Task AskAsync(AccessClient client, Cluster cluster, string ns, IPipeline pipeline, CancellationToken stop)
    {
        var questions = Verb.SelectMany(verb => Resource.Select(resource => (Verb: verb.ToLowerInvariant(), About: AccessQuestion.Read(resource, Subresource))));
        var answers = await Task.WhenAll(questions.Select(async question =>
        {
            var answer = await client.ReviewAsync(question.About.With(question.Verb, ns, Name), stop);
            return new PodAccess
            {
                Allowed = answer.Allowed == true,
                Verb = question.Verb,
                Resource = question.About.FullResource,
                Group = question.About.Group,
                Name = Name,
                Namespace = ns,
                Context = cluster.Connection.Context,
                Reason = FirstOf(answer.Reason, answer.EvaluationError),
            };
        }));
        foreach (var answer in answers)
        {
            pipeline.Write(On(Quiet) ? answer.Allowed : answer);
        }
    }

    private static async Task ListAsync(AccessClient client, Cluster cluster, string ns, IPipeline pipeline, CancellationToken stop)
    {
        var rules = await client.RulesAsync(ns, stop);
        if (rules.Incomplete == true)
        {
            pipeline.Warn($"The cluster cannot list all rights in namespace '{ns}'. {rules.EvaluationError}".TrimEnd());
        }

        var all = from rule in rules.ResourceRules
                  from resource in rule.Resources
                  from verb in rule.Verbs
                  from name in rule.ResourceNames.DefaultIfEmpty()
                  select new PodAccess
                  {
                      Allowed = true,
                      Verb = verb,
                      Resource = resource,
                      Group = string.Join(',', rule.ApiGroups),
                      Name = name,
                      Namespace = ns,
                      Context = cluster.Connection.Context,
                  };
        var paths = from rule in rules.NonResourceRules
                    from path in rule.NonResourceURLs
                    from verb in rule.Verbs
                    select new PodAccess { Allowed = true, Verb = verb, Resource = path, Namespace = ns, Context = cluster.Connection.Context };
        foreach (var access in all.Concat(paths.DistinctBy(path => (path.Verb, path.Resource))))
        {
            pipeline.Write(access);
        }
    }

    private static string? FirstOf(params string?[] texts) => texts.FirstOrDefault(text => !string.IsNullOrEmpty(text));
}
