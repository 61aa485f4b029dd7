using System.Net;
using System.Text.RegularExpressions;

namespace PodTools.Simulator.Http;

/// <summary>The words beside a status code.</summary>
internal static partial class HttpStatusText
{
    /// <summary>As "Not Found" for 404.</summary>
    public static string Of(int status) =>
        status == 200 ? "OK"
        : Enum.IsDefined((HttpStatusCode)status) ? WordStart().Replace(((HttpStatusCode)status).ToString(), " $1")
        : "Status";

    [GeneratedRegex("(?<=[a-z])([A-Z])")]
    private static partial Regex WordStart();
}
