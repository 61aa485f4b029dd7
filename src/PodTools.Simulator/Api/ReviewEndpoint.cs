using PodTools.Simulator.Api.Access;
using PodTools.Simulator.Api.Input;
using PodTools.Simulator.Api.Output;
using PodTools.Simulator.Http;
using PodTools.Simulator.Store;

namespace PodTools.Simulator.Api;

/// <summary>The resources that are questions: they are posted, answered and never stored.</summary>
internal static class ReviewEndpoint
{
    private const string Authorization = "authorization.k8s.io";
    private const string Authentication = "authentication.k8s.io";

    /// <summary>The reviews, for discovery.</summary>
    public static IReadOnlyList<ResourceType> Types { get; } =
    [
        new(Authentication, "v1", "selfsubjectreviews", "SelfSubjectReview", false),
        new(Authorization, "v1", "selfsubjectaccessreviews", "SelfSubjectAccessReview", false),
        new(Authorization, "v1", "selfsubjectrulesreviews", "SelfSubjectRulesReview", false),
    ];

    /// <summary>Answers a review; false when the path names none.</summary>
    public static async Task<bool> TryServeAsync(HttpExchange exchange, PodSimulatorUser user, ApiPath path)
    {
        var type = Types.FirstOrDefault(type => type.Group == path.Group && type.Version == path.Version && type.Plural == path.Resource);
        if (type is null)
        {
            return false;
        }

        if (exchange.Request.Method != "POST")
        {
            throw ApiException.MethodNotAllowed();
        }

        AccessControl.Authorize(user, type, path, "create");
        var format = ResponseFormat.Parse(exchange.Request.Headers["Accept"]);
        var request = new ApiRequest(exchange, user, path, type, "create", format);
        var review = await ObjectReader.ReadOptionalAsync(request, type.Kind).ConfigureAwait(false) ?? [];
        var answer = type.Kind switch
        {
            "SelfSubjectAccessReview" => AccessReviews.SelfSubjectAccessReview(user, review),
            "SelfSubjectRulesReview" => AccessReviews.SelfSubjectRulesReview(user, review),
            _ => AccessReviews.SelfSubjectReview(user),
        };
        await ResponseWriter.WriteAsync(exchange, format, 201, answer).ConfigureAwait(false);
        return true;
    }
}
