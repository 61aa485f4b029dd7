using System.Management.Automation;

namespace PodTools.Tests.Help;

/// <summary>What to give a sample.</summary>
public enum SampleKind
{
    /// <summary>A plain one.</summary>
    Plain,

    /// <summary>A rich one.</summary>
    Rich,
}

/// <summary>A thing that samples are made of.</summary>
public sealed class SampleThing;

/// <summary>The base of samples.</summary>
public abstract class SampleCmdlet : PSCmdlet
{
    /// <summary>Where it is; see <see cref="NewSampleCommand"/>.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [Alias("at", "in")]
    public string? Place { get; set; }
}

/// <summary>Makes a sample.</summary>
/// <remarks>
/// <para>It is made of <see cref="SampleThing"/>, with <c>Count</c> parts
/// and <see langword="true"/> colours.</para>
/// Text without an element
/// is one, too.
///
/// An empty line ends it.
/// <list type="bullet"><item><description>first</description></item><item><description>second</description></item></list>
/// </remarks>
/// <example>
/// <para>Make one.</para>
/// <code>
/// $parts = 1, 2
/// New-Sample one `
///     -Count 2
/// </code>
/// <para>One sample is shown.</para>
/// </example>
/// <example>
/// <code>New-Sample two</code>
/// <para>Another is.</para>
/// <code>
/// NAME
/// two
/// </code>
/// </example>
/// <notes>Samples are free.</notes>
/// <seealso cref="GetPlainCommand"/>
/// <seealso>about_PodTools</seealso>
/// <seealso href="https://kubernetes.io/docs/concepts/workloads/pods/">Pods</seealso>
[Cmdlet(VerbsCommon.New, "Sample", SupportsShouldProcess = true, DefaultParameterSetName = "ByName")]
[OutputType(typeof(SampleThing), typeof(string[]))]
public sealed class NewSampleCommand : SampleCmdlet
{
    /// <summary>The names.</summary>
    [Parameter(Mandatory = true, Position = 0, ParameterSetName = "ByName", ValueFromPipelineByPropertyName = true)]
    [SupportsWildcards]
    public string[] Name { get; set; } = [];

    /// <summary>Things to make it of.</summary>
    [Parameter(Mandatory = true, ParameterSetName = "ByThing", ValueFromPipeline = true)]
    public SampleThing[] Thing { get; set; } = [];

    /// <summary>How many.</summary>
    [Parameter]
    public int Count { get; set; } = 3;

    /// <summary>How long.</summary>
    /// <value>Without end</value>
    [Parameter]
    public TimeSpan? Timeout { get; set; }

    /// <summary>What kind.</summary>
    [Parameter]
    public SampleKind Kind { get; set; }

    /// <summary>Whether to be quick.</summary>
    [Parameter]
    public SwitchParameter Quick { get; set; }

    [Parameter(DontShow = true)]
    public string? Hidden { get; set; }
}

[Cmdlet(VerbsCommon.Get, "Plain")]
public sealed class GetPlainCommand : SampleCmdlet
{
    [Parameter]
    public string? Undocumented { get; set; }
}
