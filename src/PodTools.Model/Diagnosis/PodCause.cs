namespace PodTools;

/// <summary>Why a pod is not, or not yet, doing its work.</summary>
public enum PodCause
{
    /// <summary>Nothing is wrong.</summary>
    None,

    /// <summary>It is on its way and nothing points to trouble.</summary>
    Starting,

    /// <summary>No node can take it.</summary>
    Unschedulable,

    /// <summary>It is held back by scheduling gates.</summary>
    SchedulingGated,

    /// <summary>The scheduler that it names has not looked at it.</summary>
    SchedulerMissing,

    /// <summary>The name of an image cannot be read.</summary>
    ImageNameInvalid,

    /// <summary>An image or its tag does not exist.</summary>
    ImageNotFound,

    /// <summary>The registry refuses to give the image.</summary>
    ImagePullDenied,

    /// <summary>The registry cannot be reached, or wants to be asked later.</summary>
    RegistryUnavailable,

    /// <summary>The image is not on the node and must not be pulled.</summary>
    ImageNotPresent,

    /// <summary>The image cannot be pulled for another reason.</summary>
    ImagePullFailed,

    /// <summary>A ConfigMap, a Secret or a key that a container needs does not exist.</summary>
    ConfigurationMissing,

    /// <summary>The node cannot make a container of what the pod says.</summary>
    ConfigurationInvalid,

    /// <summary>The command of a container does not exist in its image.</summary>
    CommandNotFound,

    /// <summary>A container cannot be started for another reason.</summary>
    ContainerCannotStart,

    /// <summary>A container took more memory than it may.</summary>
    OutOfMemory,

    /// <summary>A container ends with an error.</summary>
    ContainerFailed,

    /// <summary>An init container ends with an error, so that the others never start.</summary>
    InitContainerFailed,

    /// <summary>A container ends without an error although it is meant to go on.</summary>
    ContainerEnded,

    /// <summary>A container is killed because its liveness probe fails.</summary>
    LivenessProbeFailed,

    /// <summary>A container does not pass its startup probe.</summary>
    StartupProbeFailed,

    /// <summary>A container runs, but its readiness probe fails.</summary>
    ReadinessProbeFailed,

    /// <summary>A condition that the pod must have to be ready is not true.</summary>
    ReadinessGateClosed,

    /// <summary>Its node cannot give the cpu and memory that were asked for while it ran.</summary>
    ResizePending,

    /// <summary>A hook after the start of a container fails.</summary>
    LifecycleHookFailed,

    /// <summary>A volume cannot be attached or mounted.</summary>
    VolumeNotMounted,

    /// <summary>The node cannot prepare the network or the sandbox of the pod.</summary>
    SandboxFailed,

    /// <summary>It was ended because it ran longer than it may.</summary>
    DeadlineExceeded,

    /// <summary>It was thrown off its node, which ran short of something.</summary>
    Evicted,

    /// <summary>It had to make room for a more important pod, or for the end of its node.</summary>
    Preempted,

    /// <summary>Its node refused to run it.</summary>
    RejectedByNode,

    /// <summary>Its node does not answer.</summary>
    NodeNotReady,

    /// <summary>It is being deleted.</summary>
    Terminating,

    /// <summary>It is deleted, and kept by finalizers.</summary>
    FinalizerPending,

    /// <summary>It should be gone, but its node does not say that it has ended.</summary>
    TerminationStuck,
}
