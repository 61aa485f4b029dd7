namespace PodTools.Kubernetes;

/// <summary>Asks the server what the user may do.</summary>
/// <param name="connection">The connection to use.</param>
public sealed class AccessClient(KubernetesConnection connection)
{
    private const string Group = "authorization.k8s.io";

    /// <summary>Asks whether one thing is allowed.</summary>
    /// <param name="question">The verb with either a resource, its namespace and so on, or a path of the server.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    /// <returns>Whether it is allowed, and the authorizer's reason.</returns>
    /// <exception cref="KubernetesException">The server refused the question or cannot be reached.</exception>
    public async Task<SubjectAccessReviewStatus> ReviewAsync(SelfSubjectAccessReviewSpec question, CancellationToken cancellationToken = default)
    {
        var review = new SelfSubjectAccessReview
        {
            ApiVersion = $"{Group}/v1",
            Kind = "SelfSubjectAccessReview",
            Spec = question,
        };
        var answer = await AskAsync("selfsubjectaccessreviews", review, cancellationToken).ConfigureAwait(false);
        return answer.Status ?? new();
    }

    /// <summary>Asks for everything that is allowed in a namespace, as far as the authorizers can enumerate it.</summary>
    /// <param name="ns">The namespace.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    /// <returns>The rules; <see cref="SubjectRulesReviewStatus.Incomplete"/> says when there may be more.</returns>
    /// <exception cref="KubernetesException">The server refused the question or cannot be reached.</exception>
    public async Task<SubjectRulesReviewStatus> RulesAsync(string ns, CancellationToken cancellationToken = default)
    {
        var review = new SelfSubjectRulesReview
        {
            ApiVersion = $"{Group}/v1",
            Kind = "SelfSubjectRulesReview",
            Spec = new() { Namespace = ns },
        };
        var answer = await AskAsync("selfsubjectrulesreviews", review, cancellationToken).ConfigureAwait(false);
        return answer.Status ?? new();
    }

    // A question changes nothing, so it may be asked twice.
    private Task<T> AskAsync<T>(string resource, T review, CancellationToken cancellationToken)
        where T : ApiObject
    {
        var request = new ApiRequest(HttpMethod.Post, ApiRequest.Segments("apis", Group, "v1", resource))
        {
            Body = KubernetesJson.ToNode(review),
            Repeatable = true,
        };
        return connection.ReadAsync<T>(request, cancellationToken);
    }
}
