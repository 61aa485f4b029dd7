using System.Collections.Frozen;
using System.Management.Automation;
using PodTools.Commands;

namespace PodTools.Pipeline;

/// <summary>The errors that users see for the reasons of the API and of the client.</summary>
internal static class KubernetesErrors
{
    private const string Reach = "Check the server in the kubeconfig, the network and the proxy settings. Get-PodContext shows the address.";
    private const string Trust = "Check the certificate-authority and tls-server-name of the cluster in the kubeconfig.";
    private const string Inside = "See Get-PodDetail for the state of the pod and its containers.";

    /// <summary>Ids in which <c>{0}</c> stands for the kind, as Pod or Namespace.</summary>
    private static readonly FrozenDictionary<string, Entry> ByReason = new Dictionary<string, Entry>(StringComparer.Ordinal)
    {
        ["NotFound"] = new("{0}NotFound", ErrorCategory.ObjectNotFound, "Check the name, the namespace and the context."),
        ["AlreadyExists"] = new("{0}AlreadyExists", ErrorCategory.ResourceExists, "Choose another name, remove the old one, or declare the state with Set-Pod."),
        ["Forbidden"] = new("{0}Forbidden", ErrorCategory.PermissionDenied, "This is not about your rights but about what was asked for: a policy or quota of the cluster forbids it. The message says which."),
        ["Unauthorized"] = new("Unauthorized", ErrorCategory.AuthenticationError, "Log in again: the credentials of the context are missing, wrong or have expired."),
        ["Conflict"] = new("{0}Conflict", ErrorCategory.ResourceBusy, "Somebody else changed it: read it again and repeat the change."),
        ["Invalid"] = new("{0}Invalid", ErrorCategory.InvalidData, "Correct the fields that the message names. Test-PodManifest checks a manifest without a cluster."),
        ["BadRequest"] = new("BadRequest", ErrorCategory.InvalidArgument),
        ["MethodNotAllowed"] = new("MethodNotAllowed", ErrorCategory.InvalidOperation),
        ["Gone"] = new("Expired", ErrorCategory.ResourceUnavailable, "Ask again."),
        ["Expired"] = new("Expired", ErrorCategory.ResourceUnavailable, "Ask again."),
        ["TooManyRequests"] = new("TooManyRequests", ErrorCategory.LimitsExceeded, "Try again later."),
        ["ServerTimeout"] = new("Timeout", ErrorCategory.OperationTimeout, "Try again later."),
        ["InternalError"] = new("InternalError", ErrorCategory.InvalidResult, "The API server failed; its log tells why."),
        ["ServiceUnavailable"] = new("ServiceUnavailable", ErrorCategory.ResourceUnavailable, "Try again later."),
        [KubernetesReason.Unreachable] = new("ClusterUnreachable", ErrorCategory.ConnectionError, Reach),
        [KubernetesReason.ConnectionRefused] = new("ClusterUnreachable", ErrorCategory.ConnectionError, Reach),
        [KubernetesReason.HostNotFound] = new("ClusterUnreachable", ErrorCategory.ConnectionError, Reach),
        [KubernetesReason.ProxyFailed] = new("ClusterUnreachable", ErrorCategory.ConnectionError, Reach),
        [KubernetesReason.Timeout] = new("Timeout", ErrorCategory.OperationTimeout, Reach),
        [KubernetesReason.ConnectionLost] = new("ConnectionLost", ErrorCategory.ConnectionError, "Try again, after checking what has been done already."),
        [KubernetesReason.CertificateHostMismatch] = new(KubernetesReason.CertificateHostMismatch, ErrorCategory.SecurityError, Trust),
        [KubernetesReason.CertificateExpired] = new(KubernetesReason.CertificateExpired, ErrorCategory.SecurityError, Trust),
        [KubernetesReason.CertificateNotYetValid] = new(KubernetesReason.CertificateNotYetValid, ErrorCategory.SecurityError, Trust),
        [KubernetesReason.CertificateUntrusted] = new(KubernetesReason.CertificateUntrusted, ErrorCategory.SecurityError, Trust),
        [KubernetesReason.CertificateInvalid] = new(KubernetesReason.CertificateInvalid, ErrorCategory.SecurityError, Trust),
        [KubernetesReason.ClientCertificateRefused] = new(KubernetesReason.ClientCertificateRefused, ErrorCategory.AuthenticationError, "Check the client-certificate of the user in the kubeconfig, or use another context."),
        [KubernetesReason.TlsFailed] = new(KubernetesReason.TlsFailed, ErrorCategory.SecurityError, Trust),
        [KubernetesReason.InvalidAnswer] = new(KubernetesReason.InvalidAnswer, ErrorCategory.ProtocolError, Reach),
        [KubernetesReason.UpgradeRefused] = new(KubernetesReason.UpgradeRefused, ErrorCategory.ProtocolError, "A proxy between here and the API server may not let WebSockets pass."),
        [KubernetesReason.CredentialFailed] = new(KubernetesReason.CredentialFailed, ErrorCategory.AuthenticationError),
        [KubernetesReason.NoKubeConfig] = new("KubeConfigNotFound", ErrorCategory.ObjectNotFound, "Give -KubeConfig, set KUBECONFIG, or start a simulated cluster with Start-PodSimulator."),
        [KubernetesReason.KubeConfigInvalid] = new(KubernetesReason.KubeConfigInvalid, ErrorCategory.InvalidData, "Correct the kubeconfig."),
        [KubernetesReason.ContextNotFound] = new(KubernetesReason.ContextNotFound, ErrorCategory.ObjectNotFound, "See Get-PodContext for those there are."),
        [StreamReason.CommandNotFound] = new(StreamReason.CommandNotFound, ErrorCategory.ObjectNotFound, "The image may lack the command; give its full path, or use -Shell for a line of shell."),
        [StreamReason.CommandNotExecutable] = new(StreamReason.CommandNotExecutable, ErrorCategory.PermissionDenied),
        [StreamReason.CommandNotStarted] = new(StreamReason.CommandNotStarted, ErrorCategory.InvalidOperation, Inside),
        [StreamReason.ContainerNotFound] = new(StreamReason.ContainerNotFound, ErrorCategory.ObjectNotFound),
        [StreamReason.ContainerNotRunning] = new(StreamReason.ContainerNotRunning, ErrorCategory.InvalidOperation, Inside),
        [StreamReason.PodCompleted] = new(StreamReason.PodCompleted, ErrorCategory.InvalidOperation, Inside),
        [StreamReason.PodNotRunning] = new(StreamReason.PodNotRunning, ErrorCategory.InvalidOperation, "Wait for it with Wait-Pod."),
        [StreamReason.EndOfInputNotSupported] = new(StreamReason.EndOfInputNotSupported, ErrorCategory.NotImplemented),
        [StreamReason.OutputTooLarge] = new(StreamReason.OutputTooLarge, ErrorCategory.LimitsExceeded, "Take it as it comes with -Stream or -AsByteStream, or into a file with -OutFile."),
        [StreamReason.PortInvalid] = new(StreamReason.PortInvalid, ErrorCategory.InvalidArgument, "Write a port as 8888:8080, 8080, :8080 or 8888:web."),
        [StreamReason.LocalPortUnavailable] = new(StreamReason.LocalPortUnavailable, ErrorCategory.ResourceUnavailable, "Choose another local port, or leave it out to get a free one."),
        [StreamReason.PortForwardFailed] = new(StreamReason.PortForwardFailed, ErrorCategory.ConnectionError, Inside),
        [StreamReason.CopyPathInvalid] = new(StreamReason.CopyPathInvalid, ErrorCategory.InvalidArgument, "Check the paths; those in a container are written with slashes."),
        [StreamReason.CopyToolMissing] = new(StreamReason.CopyToolMissing, ErrorCategory.NotInstalled, "Copy through another container of the pod, or one that Debug-Pod adds."),
        [StreamReason.CopyIncomplete] = new(StreamReason.CopyIncomplete, ErrorCategory.InvalidResult, "Mend what the message names, and copy again: no short file was left behind."),
        [StreamReason.LogLineTooLong] = new(StreamReason.LogLineTooLong, ErrorCategory.LimitsExceeded),
    }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>Describes an exception of the client as an error.</summary>
    /// <param name="exception">The exception.</param>
    /// <param name="target">The object it happened to; null when there is none.</param>
    public static PodError From(KubernetesException exception, object? target)
    {
        var entry = ByReason.GetValueOrDefault(exception.Reason) ?? new Entry(exception.Reason, ErrorCategory.InvalidResult);
        var id = entry.Id.Replace("{0}", KindOf(exception), StringComparison.Ordinal);
        var advice = exception.Reason == "Forbidden" ? MissingRight.Read(exception.Message)?.Advice ?? entry.Advice : entry.Advice;
        return new PodError(exception, id, entry.Category, target ?? exception.Status.Details?.Name, advice);
    }

    private static string KindOf(KubernetesException exception) => exception.Status.Details?.Kind?.ToUpperInvariant() switch
    {
        "NAMESPACE" or "NAMESPACES" => "Namespace",
        "NODE" or "NODES" => "Node",
        "POD" or "PODS" or null or "" => "Pod",
        "SERVICES" => "Service",
        "DEPLOYMENTS" => "Deployment",
        _ => "Resource",
    };

    private sealed record Entry(string Id, ErrorCategory Category, string? Advice = null);
}
