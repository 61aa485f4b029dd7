using System.Text.Json.Nodes;
using PodTools.Json;

namespace PodTools.Validation;

/// <summary>The rules for probes, and for the hooks at a container's start and end.</summary>
internal static class HandlerRules
{
    private static readonly string[] Handlers = ["exec", "httpGet", "tcpSocket", "grpc", "sleep"];
    private static readonly string[] Schemes = ["HTTP", "HTTPS"];
    private static readonly string[] Counts = ["initialDelaySeconds", "timeoutSeconds", "periodSeconds", "successThreshold", "failureThreshold"];

    private static readonly Rule Handler = new("Handler", "Give exactly one of exec, httpGet, tcpSocket, and grpc (probes) or sleep (hooks).");
    private static readonly Rule Probe = new("Probe");
    private static readonly Rule SuccessThreshold = new("SuccessThreshold", "Only readiness probes may ask for more than one success.");
    private static readonly Rule Http = new("HttpGet");

    /// <summary>Checks the hooks and probes of a container that may have them.</summary>
    public static void Check(JsonObject container, string path, long gracePeriod, FieldErrors errors)
    {
        foreach (var hook in new[] { "postStart", "preStop" })
        {
            if (container.Object("lifecycle").Object(hook) is { } handler)
            {
                CheckHandler(handler, $"{path}.lifecycle.{hook}", errors);
                CheckSleep(handler.Object("sleep"), $"{path}.lifecycle.{hook}.sleep", gracePeriod, errors);
            }
        }

        CheckProbe(container, "livenessProbe", path, errors);
        CheckProbe(container, "readinessProbe", path, errors);
        CheckProbe(container, "startupProbe", path, errors);
    }

    private static void CheckProbe(JsonObject container, string name, string containerPath, FieldErrors errors)
    {
        if (container.Object(name) is not { } probe)
        {
            return;
        }

        var path = $"{containerPath}.{name}";
        CheckHandler(probe, path, errors);
        foreach (var count in Counts)
        {
            errors.NotNegative($"{path}.{count}", probe.Number(count), Probe);
        }

        var grace = probe.Number("terminationGracePeriodSeconds");
        if (grace <= 0)
        {
            errors.Invalid($"{path}.terminationGracePeriodSeconds", grace.Value, "must be greater than 0", Probe);
        }

        if (name == "readinessProbe" && grace is not null)
        {
            errors.Invalid($"{path}.terminationGracePeriodSeconds", grace.Value, "must not be set for readinessProbes", Probe);
        }

        if (name != "readinessProbe" && probe.Number("successThreshold") is { } successes && successes is not (0 or 1))
        {
            errors.Invalid($"{path}.successThreshold", successes, "must be 1", SuccessThreshold);
        }
    }

    private static void CheckHandler(JsonObject handler, string path, FieldErrors errors)
    {
        var given = Handlers.Where(handler.Has).ToList();
        if (given.Count == 0)
        {
            errors.Required(path, Handler, "must specify a handler type");
        }

        for (var i = 0; i < given.Count; i++)
        {
            var field = $"{path}.{given[i]}";
            if (i > 0)
            {
                errors.Forbidden(field, "may not specify more than 1 handler type", Handler);
            }
            else if (handler.Object(given[i]) is { } action)
            {
                CheckAction(given[i], action, field, errors);
            }
        }
    }

    private static void CheckAction(string kind, JsonObject action, string path, FieldErrors errors)
    {
        switch (kind)
        {
            case "exec":
                if (!action.Texts("command").Any())
                {
                    errors.Required($"{path}.command", Handler);
                }

                break;
            case "httpGet":
                CheckHttp(action, path, errors);
                break;
            case "tcpSocket" or "grpc":
                PortRules.CheckReference(action, path, errors);
                break;
            default:
                break;
        }
    }

    private static void CheckHttp(JsonObject http, string path, FieldErrors errors)
    {
        PortRules.CheckReference(http, path, errors);
        errors.OneOf($"{path}.scheme", http.Text("scheme"), Schemes, Http);
        foreach (var header in http.Objects("httpHeaders").Select(header => header.Text("name")))
        {
            errors.InvalidEach($"{path}.httpHeaders", header, NameSyntax.HttpHeader(header), Http);
        }
    }

    private static void CheckSleep(JsonObject? sleep, string path, long gracePeriod, FieldErrors errors)
    {
        if (sleep is null)
        {
            return;
        }

        var seconds = sleep.Number("seconds") ?? 0;
        if (seconds < 0 || seconds > gracePeriod)
        {
            errors.Invalid(path, seconds, $"must be non-negative and less than terminationGracePeriodSeconds ({gracePeriod})", Handler);
        }
    }
}
