using System.Text.Json.Nodes;
using PodTools.Json;

namespace PodTools.Schema;

/// <summary>What the API server fills into a container of any kind.</summary>
internal static class ContainerDefaults
{
    private static readonly string[] Probes = ["livenessProbe", "readinessProbe", "startupProbe"];
    private static readonly string[] Hooks = ["postStart", "preStop"];

    /// <summary>Fills in the defaults of a container.</summary>
    /// <param name="container">The container; it is changed.</param>
    /// <param name="hostNetwork">Whether its pod uses the node's network, where a port is a port of the node.</param>
    public static void Apply(JsonObject container, bool hostNetwork)
    {
        container.Default("imagePullPolicy", ImageName.DefaultPullPolicy(container.Text("image")));
        container.Default("terminationMessagePath", "/dev/termination-log");
        container.Default("terminationMessagePolicy", "File");
        var resources = container.Ensure("resources");
        QuantityText.Canonicalize(resources, "limits");
        QuantityText.Canonicalize(resources, "requests");
        foreach (var port in container.Objects("ports"))
        {
            ApplyToPort(port, hostNetwork);
        }

        foreach (var source in container.Objects("env").Select(variable => variable.Object("valueFrom")))
        {
            ApplyToFieldReferences(source);
        }

        foreach (var probe in Probes.Select(name => container.Object(name)).OfType<JsonObject>())
        {
            ApplyToProbe(probe);
        }

        foreach (var hook in Hooks.Select(name => container.Object("lifecycle").Object(name)).OfType<JsonObject>())
        {
            ApplyToHandler(hook);
        }
    }

    /// <summary>References to fields and resources of the pod itself, in variables and in files.</summary>
    public static void ApplyToFieldReferences(JsonObject? source)
    {
        source.Object("fieldRef")?.Default("apiVersion", "v1");
        if (source.Object("resourceFieldRef") is { } resource)
        {
            resource.Default("divisor", "0");
            QuantityText.CanonicalizeField(resource, "divisor");
        }
    }

    private static void ApplyToPort(JsonObject port, bool hostNetwork)
    {
        port.Default("protocol", "TCP");
        if (hostNetwork && port.Number("containerPort") is { } number)
        {
            port.DefaultNumber("hostPort", (int)number);
        }
    }

    private static void ApplyToProbe(JsonObject probe)
    {
        ApplyToHandler(probe);
        probe.Object("grpc")?.Default("service", "");
        probe.DefaultNumber("timeoutSeconds", 1);
        probe.DefaultNumber("periodSeconds", 10);
        probe.DefaultNumber("successThreshold", 1);
        probe.DefaultNumber("failureThreshold", 3);
    }

    private static void ApplyToHandler(JsonObject handler)
    {
        if (handler.Object("httpGet") is { } http)
        {
            http.Default("path", "/");
            http.Default("scheme", "HTTP");
        }
    }
}
