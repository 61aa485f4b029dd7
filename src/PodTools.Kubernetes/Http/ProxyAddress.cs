using System.Net;

namespace PodTools.Kubernetes;

/// <summary>Reads what stands in the address of a proxy besides the host.</summary>
internal static class ProxyAddress
{
    /// <summary>The address alone: the framework quotes it in its errors.</summary>
    internal static Uri WithoutCredentials(Uri proxy) => new UriBuilder(proxy) { UserName = "", Password = "" }.Uri;

    /// <summary>The user and password of <c>http://user:password@host</c>; null when there are none.</summary>
    internal static NetworkCredential? CredentialsOf(Uri? proxy) => proxy?.UserInfo.Split(':', 2) switch
    {
        [{ Length: > 0 } user] => new(Uri.UnescapeDataString(user), ""),
        [{ Length: > 0 } user, var password] => new(Uri.UnescapeDataString(user), Uri.UnescapeDataString(password)),
        _ => null,
    };
}
