using System.Net;

namespace PodTools.Kubernetes;

/// <summary>Reads what stands in the address of a proxy besides the host.</summary>
internal static class ProxyAddress
{
    /// <summary>The address alone: the framework quotes it in its errors.</summary>
    internal static Uri WithoutCredentials(Uri proxy) => new UriBuilder(proxy) { UserName = "", Password = "" }.Uri;

    /// <summary>The address in the words of the framework, whose <c>socks5</c> always lets the proxy resolve names (<c>socks5h</c>).</summary>
    internal static Uri Usable(Uri proxy) => proxy.Scheme == "socks5h" ? new UriBuilder(proxy) { Scheme = "socks5" }.Uri : proxy;

    /// <summary>The user and password of <c>http://user:password@host</c>; null when there are none.</summary>
    internal static NetworkCredential? CredentialsOf(Uri? proxy) => proxy?.UserInfo.Split(':', 2) switch
    {
        [{ Length: > 0 } user] => new(Uri.UnescapeDataString(user), ""),
        [{ Length: > 0 } user, var password] => new(Uri.UnescapeDataString(user), Uri.UnescapeDataString(password)),
        _ => null,
    };
}
