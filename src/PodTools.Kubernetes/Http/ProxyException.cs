using System.Globalization;
using System.Net;

namespace PodTools.Kubernetes;

/// <summary>
/// One entry of <c>NO_PROXY</c>: a host (with all below it), a domain such as <c>.example.test</c> (only what is below it), an
/// address, each perhaps with a port, a range such as <c>10.0.0.0/8</c>, or <c>*</c> for everything.
/// </summary>
internal sealed class ProxyException
{
    private readonly string _name;
    private readonly string? _port;
    private readonly IPAddress? _address;
    private readonly int? _prefix;

    private ProxyException(string text)
    {
        if (text.Split('/') is [var range, var bits] && IPAddress.TryParse(range, out _address) && int.TryParse(bits, NumberStyles.None, CultureInfo.InvariantCulture, out var prefix))
        {
            (_name, _prefix) = ("", prefix);
            return;
        }

        (_name, _port) = Split(text);
        _address = !_name.StartsWith('[') && IPAddress.TryParse(_name, out var address) ? address : null;
    }

    /// <summary>Reads a list with commas between its entries.</summary>
    internal static List<ProxyException> ReadAll(string list) =>
        [.. list.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Select(text => new ProxyException(text))];

    /// <summary>Whether a server is to be reached without the proxy.</summary>
    internal bool Covers(Uri server)
    {
        if (_name == "*")
        {
            return true;
        }

        var address = IPAddress.TryParse(server.IdnHost, out var parsed) ? parsed : null;
        return _prefix is { } prefix ? address is not null && SharesPrefix(address, prefix)
            : (_port is null || _port == server.Port.ToString(CultureInfo.InvariantCulture))
                && (_address is null ? address is null && CoversName(server.IdnHost) : _address.Equals(address));
    }

    private bool CoversName(string host)
    {
        var domain = _name.StartsWith("*.", StringComparison.Ordinal) ? _name[1..] : _name;
        return domain.StartsWith('.')
            ? host.EndsWith(domain, StringComparison.OrdinalIgnoreCase)
            : host.Equals(domain, StringComparison.OrdinalIgnoreCase) || host.EndsWith("." + domain, StringComparison.OrdinalIgnoreCase);
    }

    // The range may be written with any address in it, which the framework's own type refuses.
    private bool SharesPrefix(IPAddress address, int prefix)
    {
        var (one, other) = (_address!.GetAddressBytes(), address.GetAddressBytes());
        return one.Length == other.Length && prefix <= one.Length * 8
            && Enumerable.Range(0, prefix).All(bit => ((one[bit / 8] ^ other[bit / 8]) & (0x80 >> (bit % 8))) == 0);
    }

    // More than one colon is an address of IPv6, unless it stands in brackets.
    private static (string Name, string? Port) Split(string text)
    {
        var colon = text.LastIndexOf(':');
        var plain = colon >= 0 && (text.IndexOf(':', StringComparison.Ordinal) == colon || text[colon - 1] == ']');
        return plain ? (text[..colon].Trim('[', ']'), text[(colon + 1)..]) : (text, null);
    }
}
