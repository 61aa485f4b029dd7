using System.Buffers;
using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using PodTools.Json;

namespace PodTools.Validation;

/// <summary>The rules for what only containers of Windows have.</summary>
internal static partial class WindowsRules
{
    private const int MaxSpecKibibytes = 64;
    private const int MaxDomainBytes = 256;
    private const int MaxUserBytes = 104;

    private static readonly SearchValues<char> NotInUsers = SearchValues.Create("\"/\\:;|=,+*?<>@[]");

    private static readonly Rule Credentials = new("WindowsCredentials");
    private static readonly Rule UserName = new("WindowsUserName", "Write USER or DOMAIN\\USER.");
    private static readonly Rule HostProcess = new("HostProcess", "Host processes are the pod's choice as a whole: set hostProcess in spec.securityContext.windowsOptions, and hostNetwork to true.");

    /// <summary>Checks the options of a security context, of a pod or of a container.</summary>
    public static void CheckOptions(JsonObject? options, string path, FieldErrors errors)
    {
        if (options.Has("gmsaCredentialSpecName"))
        {
            var name = options.Text("gmsaCredentialSpecName");
            errors.InvalidEach($"{path}.gmsaCredentialSpecName", name, NameSyntax.DnsSubdomain(name), Credentials);
        }

        if (options.Has("gmsaCredentialSpec"))
        {
            CheckSpec(options.Text("gmsaCredentialSpec"), $"{path}.gmsaCredentialSpec", errors);
        }

        if (options.Has("runAsUserName"))
        {
            var user = options.Text("runAsUserName");
            errors.InvalidEach($"{path}.runAsUserName", user, Messages(user).Select(message => $"runAsUserName{message}"), UserName);
        }
    }

    /// <summary>Checks that either all containers of a pod are processes of the node or none is.</summary>
    public static void CheckHostProcesses(JsonObject spec, string path, FieldErrors errors)
    {
        var ofPod = HostProcessOf(spec);
        var containers = PodContainers.Of(spec, path).Select(container => (container.Path, Value: HostProcessOf(container.Item))).ToList();
        foreach (var (container, value) in containers.Where(container => ofPod is not null && container.Value is not null && container.Value != ofPod))
        {
            errors.InvalidLiteral(
                $"{container}.securityContext.windowsOptions.hostProcess", Literal(value!.Value), $"pod hostProcess value must be identical if both are specified, was {Literal(ofPod!.Value)}", HostProcess);
        }

        var count = containers.Count(container => container.Value ?? ofPod ?? false);
        if (count == 0)
        {
            return;
        }

        if (count != containers.Count)
        {
            errors.Invalid(path, "", "If pod contains any hostProcess containers then all containers must be HostProcess containers", HostProcess);
        }

        if (!spec.Flag("hostNetwork"))
        {
            errors.InvalidLiteral($"{path}.hostNetwork", "false", "hostNetwork must be true if pod contains any hostProcess containers", HostProcess);
        }
    }

    private static bool? HostProcessOf(JsonObject parent)
    {
        var options = parent.Object("securityContext").Object("windowsOptions");
        return options.Has("hostProcess") ? options.Flag("hostProcess") : null;
    }

    private static string Literal(bool value) => value ? "true" : "false";

    private static void CheckSpec(string spec, string field, FieldErrors errors)
    {
        if (spec.Length == 0)
        {
            errors.Invalid(field, spec, "gmsaCredentialSpec cannot be an empty string", Credentials);
        }
        else if (Encoding.UTF8.GetByteCount(spec) > MaxSpecKibibytes * 1024)
        {
            errors.Invalid(field, spec, $"gmsaCredentialSpec size must be under {MaxSpecKibibytes} KiB", Credentials);
        }
    }

    private static IEnumerable<string> Messages(string name)
    {
        var parts = name.Split('\\');
        return name.Length == 0 ? [" cannot be an empty string"]
            : ControlCharacters().IsMatch(name) ? [" cannot contain control characters"]
            : parts.Length > 2 ? [" cannot contain more than one backslash"]
            : DomainMessages(parts.Length == 2 ? parts[0] : null).Concat(UserMessages(parts[^1]));
    }

    private static IEnumerable<string> DomainMessages(string? domain)
    {
        if (domain is null)
        {
            yield break;
        }

        if (Encoding.UTF8.GetByteCount(domain) >= MaxDomainBytes)
        {
            yield return $"'s Domain length must be under {MaxDomainBytes} characters";
        }

        if (!NetBiosName().IsMatch(domain) && !DnsName().IsMatch(domain))
        {
            yield return "'s Domain doesn't match the NetBios nor the DNS format";
        }
    }

    private static IEnumerable<string> UserMessages(string user)
    {
        var length = Encoding.UTF8.GetByteCount(user);
        if (length == 0)
        {
            yield return "'s User cannot be empty";
        }

        if (length > MaxUserBytes)
        {
            yield return $"'s User length must not be longer than {MaxUserBytes} characters";
        }

        if (length > 0 && user.All(letter => letter is '.' or ' '))
        {
            yield return "'s User cannot contain only periods or spaces";
        }

        if (user.AsSpan().ContainsAny(NotInUsers))
        {
            yield return "'s User cannot contain the following characters: \"/\\:;|=,+*?<>@[]";
        }
    }

    [GeneratedRegex(@"[\x00-\x1F\x7F]", RegexOptions.CultureInvariant)]
    private static partial Regex ControlCharacters();

    [GeneratedRegex(@"^(?!\.)[^\\/:*?""<>|]{1,15}\z", RegexOptions.CultureInvariant)]
    private static partial Regex NetBiosName();

    [GeneratedRegex(@"^[a-zA-Z0-9]([a-zA-Z0-9-]{0,61}[a-zA-Z0-9])?(\.[a-zA-Z0-9]([a-zA-Z0-9-]{0,61}[a-zA-Z0-9])?)*\z", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture)]
    private static partial Regex DnsName();
}
