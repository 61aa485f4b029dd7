using System.Globalization;

namespace PodTools.Validation;

/// <summary>The API servers that have a rule: all of them, or those from a version 1.x on, before one, or without a feature.</summary>
public readonly record struct ServerVersions
{
    private readonly int _from;
    private readonly int _before;
    private readonly string? _feature;

    private ServerVersions(int from = 0, int before = 0, string? feature = null) => (_from, _before, _feature) = (from, before, feature);

    /// <summary>Whether all servers have the rule.</summary>
    public bool AreAll => this == default;

    /// <summary>Those from a version on.</summary>
    /// <param name="minor">The x of the version 1.x.</param>
    public static ServerVersions From(int minor) => new(from: minor);

    /// <summary>Those before a version.</summary>
    /// <param name="minor">The x of the version 1.x.</param>
    public static ServerVersions Before(int minor) => new(before: minor);

    /// <summary>Those on which a feature is off, as it may be on any version.</summary>
    /// <param name="feature">The name of its feature gate.</param>
    public static ServerVersions Without(string feature) => new(feature: feature);

    /// <summary>Whether a server of a version has the rule, its features being as they are by default.</summary>
    /// <param name="minor">The x of the version 1.x.</param>
    public bool Include(int minor) => minor >= _from && (_before == 0 || minor < _before);

    /// <summary>The servers in words: <c>from 1.33 on</c>, <c>before 1.32</c>; empty for all.</summary>
    public override string ToString() => this switch
    {
        { _feature: { } feature } => $"without the feature {feature}",
        { _from: > 0 and var from } => string.Create(CultureInfo.InvariantCulture, $"from 1.{from} on"),
        { _before: > 0 and var before } => string.Create(CultureInfo.InvariantCulture, $"before 1.{before}"),
        _ => "",
    };
}
