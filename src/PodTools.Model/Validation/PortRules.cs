using System.Text.Json.Nodes;
using PodTools.Json;

namespace PodTools.Validation;

/// <summary>The rules for the ports of containers.</summary>
internal static class PortRules
{
    private static readonly string[] Protocols = ["SCTP", "TCP", "UDP"];

    private static readonly Rule Name = new("PortName", "Name the port with lower case letters, digits and '-', at most 15 characters, at least one letter.");
    private static readonly Rule UniqueName = new("DuplicatePortName", "Give each port of a container a name of its own.");
    private static readonly Rule Number = new("PortNumber", "Ports are numbers from 1 to 65535.");
    private static readonly Rule Protocol = new("PortProtocol");
    private static readonly Rule HostConflict = new("HostPortConflict", "A port of the node can be taken once for each protocol and address: choose another hostPort, or leave it out.");
    private static readonly Rule HostNetwork = new("HostNetworkPort", "With hostNetwork the container listens on the node itself: leave hostPort out.");

    /// <summary>Checks the ports of one container.</summary>
    public static void Check(JsonObject container, string path, FieldErrors errors)
    {
        var names = new HashSet<string>(StringComparer.Ordinal);
        foreach (var (port, portPath) in container.Items("ports", path))
        {
            CheckName(port.Text("name"), $"{portPath}.name", names, errors);
            if (port.Number("containerPort") is null or 0)
            {
                errors.Required($"{portPath}.containerPort", Number);
            }

            CheckNumber(port, "containerPort", portPath, errors);
            CheckNumber(port, "hostPort", portPath, errors);
            errors.OneOf($"{portPath}.protocol", port.Text("protocol"), Protocols, Protocol);
        }
    }

    /// <summary>Checks that no two containers that run at the same time claim one port of the node.</summary>
    public static void CheckHostPorts(IEnumerable<(JsonObject Container, string Path)> containers, FieldErrors errors)
    {
        var taken = new HashSet<string>(StringComparer.Ordinal);
        foreach (var (port, path) in containers.SelectMany(container => container.Container.Items("ports", container.Path)))
        {
            var claim = $"{(port.Text("protocol") is { Length: > 0 } protocol ? protocol : "TCP")}/{port.Text("hostIP")}/{port.Number("hostPort")}";
            if (port.Number("hostPort") is not (null or 0) && !taken.Add(claim))
            {
                errors.Duplicate($"{path}.hostPort", claim, HostConflict);
            }
        }
    }

    /// <summary>On the node's network, a port is the same inside and outside.</summary>
    public static void CheckHostNetwork(JsonObject spec, string path, FieldErrors errors)
    {
        if (!spec.Flag("hostNetwork"))
        {
            return;
        }

        foreach (var (port, portPath) in spec.Items("containers", path).SelectMany(container => container.Item.Items("ports", container.Path)))
        {
            if (port.Number("hostPort") is { } host && host != 0 && host != port.Number("containerPort"))
            {
                errors.Invalid($"{portPath}.hostPort", host, "must match `containerPort` when `hostNetwork` is true", HostNetwork);
            }
        }
    }

    /// <summary>Checks a port given by number or name, as probes and hooks have it.</summary>
    public static void CheckReference(JsonObject parent, string path, FieldErrors errors)
    {
        var field = $"{path}.port";
        if (parent["port"] is JsonValue port && port.TryGetValue<string>(out var name))
        {
            errors.InvalidEach(field, name, NameSyntax.PortName(name), Name);
        }
        else
        {
            var number = parent.Number("port") ?? 0;
            foreach (var detail in NameSyntax.PortNumber(number))
            {
                errors.Invalid(field, number, detail, Number);
            }
        }
    }

    private static void CheckName(string name, string field, HashSet<string> names, FieldErrors errors)
    {
        var messages = name.Length == 0 ? [] : NameSyntax.PortName(name);
        errors.InvalidEach(field, name, messages, Name);
        if (name.Length > 0 && messages.Count == 0 && !names.Add(name))
        {
            errors.Duplicate(field, name, UniqueName);
        }
    }

    private static void CheckNumber(JsonObject port, string name, string path, FieldErrors errors)
    {
        if (port.Number(name) is { } number && number != 0)
        {
            errors.Between($"{path}.{name}", number, 1, 65535, Number);
        }
    }
}
