using PodTools.Pipeline;

namespace PodTools.Tests.Commands;

/// <summary>What a user is told to ask for.</summary>
public sealed class MissingRightTests
{
    [Theory]
    [InlineData("pods is forbidden: User \"viewer\" cannot list resource \"pods\" in API group \"\" in the namespace \"kube-system\"", "the verb 'list' on 'pods' in namespace 'kube-system'; the cluster role 'view' holds it, bound by a RoleBinding there")]
    [InlineData("pods is forbidden: User \"viewer\" cannot list resource \"pods\" in API group \"\" at the cluster scope", "the verb 'list' on 'pods' in the whole cluster; the cluster role 'view' holds it, bound by a ClusterRoleBinding")]
    [InlineData("pods \"x\" is forbidden: User \"viewer\" cannot create resource \"pods/exec\" in API group \"\" in the namespace \"a\"", "the verb 'create' on 'pods/exec' in namespace 'a'; the cluster role 'edit' holds it")]
    [InlineData("nodes is forbidden: User \"viewer\" cannot list resource \"nodes\" in API group \"\" at the cluster scope: RBAC: clusterrole not found", "the verb 'list' on 'nodes' in the whole cluster. Or use")]
    [InlineData("x is forbidden: User \"viewer\" cannot get resource \"deployments\" in API group \"apps\" in the namespace \"a\"", "the verb 'get' on 'deployments' of 'apps' in namespace 'a'; the cluster role 'view' holds it")]
    [InlineData("forbidden: User \"viewer\" cannot get path \"/metrics\"", "the verb 'get' on '/metrics' in the whole cluster. Or use")]
    [InlineData("pods \"x\" is forbidden: exceeded quota: small, requested: pods=1, used: pods=1, limited: pods=1", "not about your rights")]
    public void A_refusal_says_whom_to_ask_for_what(string message, string words)
    {
        var error = KubernetesErrors.From(new KubernetesException("Forbidden", message), null);

        Assert.Equal("PodForbidden", error.Id);
        Assert.Contains(words, error.Advice, StringComparison.Ordinal);
    }
}
