using System.Text.Json.Nodes;

namespace PodTools.Simulator.Node;

/// <summary>The state of a container, as a pod's status tells it.</summary>
internal abstract record ContainerState
{
    /// <summary>The state as it stands in a container status.</summary>
    public abstract JsonObject ToJson();

    /// <summary>It waits to be started, or to be started again.</summary>
    public sealed record Waiting(string Reason, string? Message = null) : ContainerState
    {
        public override JsonObject ToJson()
        {
            var waiting = new JsonObject { ["reason"] = Reason };
            if (Message is not null)
            {
                waiting["message"] = Message;
            }

            return new JsonObject { ["waiting"] = waiting };
        }
    }

    /// <summary>It runs.</summary>
    public sealed record Running(DateTimeOffset StartedAt) : ContainerState
    {
        public override JsonObject ToJson() =>
            new() { ["running"] = new JsonObject { ["startedAt"] = PodObject.Timestamp(StartedAt) } };
    }

    /// <summary>It has ended.</summary>
    public sealed record Terminated(
        int ExitCode, string Reason, string? Message, DateTimeOffset StartedAt, DateTimeOffset FinishedAt, string ContainerId)
        : ContainerState
    {
        public override JsonObject ToJson()
        {
            var terminated = new JsonObject { ["exitCode"] = ExitCode, ["reason"] = Reason };
            if (!string.IsNullOrEmpty(Message))
            {
                terminated["message"] = Message;
            }

            terminated["startedAt"] = PodObject.Timestamp(StartedAt);
            terminated["finishedAt"] = PodObject.Timestamp(FinishedAt);
            terminated["containerID"] = ContainerId;
            return new JsonObject { ["terminated"] = terminated };
        }
    }
}
