namespace PodTools.Kubernetes.Tests;

/// <summary>Thrown by a scripted answer to reset its connection.</summary>
public sealed class ScriptedCutException : Exception;
