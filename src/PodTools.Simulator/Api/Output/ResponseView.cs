namespace PodTools.Simulator.Api.Output;

/// <summary>What of an object is sent.</summary>
internal enum ResponseView
{
    /// <summary>All of it.</summary>
    Object,

    /// <summary>The columns that kubectl prints.</summary>
    Table,

    /// <summary>The metadata only.</summary>
    Metadata,
}
