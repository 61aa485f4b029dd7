using System.Xml.Linq;
using PodTools.Build.Help;

namespace PodTools.Tests.Help;

/// <summary>Reads sample cmdlets of this assembly, with the documentation that the compiler wrote for them.</summary>
public sealed class HelpGeneratorTests
{
    private static readonly HelpResult Result = Read(typeof(NewSampleCommand), typeof(GetPlainCommand));
    private static readonly CmdletHelp Sample = Result.Cmdlets.Single(help => help.Cmdlet.Name == "New-Sample");
    private static readonly XElement Written = MamlWriter.Document([Sample]).Root!.Elements().Single();

    [Fact]
    public void Summary_and_remarks_become_synopsis_and_description()
    {
        Assert.Equal("Makes a sample.", Sample.Synopsis);
        Assert.Equal(
            [
                "It is made of SampleThing, with Count parts and $true colours.",
                "Text without an element is one, too.",
                "An empty line ends it.",
                "- first",
                "- second",
            ],
            Sample.Description);
    }

    [Fact]
    public void Examples_keep_the_lines_of_their_code()
    {
        Assert.Equal(2, Sample.Examples.Count);
        Assert.Equal(["Make one."], Sample.Examples[0].Introduction);
        Assert.Equal("$parts = 1, 2\nNew-Sample one `\n    -Count 2", Sample.Examples[0].Code);
        Assert.Equal(["One sample is shown."], Sample.Examples[0].Remarks);
        Assert.Equal(["Another is.", "NAME\ntwo"], Sample.Examples[1].Remarks);
    }

    [Fact]
    public void Parameters_of_the_base_come_after_the_own_ones_and_bring_their_documentation()
    {
        Assert.Equal(
            ["Name", "Thing", "Count", "Timeout", "Kind", "Quick", "Place", "WhatIf", "Confirm"],
            Sample.Parameters.Select(parameter => parameter.Parameter.Name));
        Assert.Equal(["Where it is; see New-Sample."], Parameter("Place").Description);
        Assert.Equal(["at", "in"], Parameter("Place").Parameter.Aliases);
    }

    [Theory]
    [InlineData("Count", "3")]
    [InlineData("Timeout", "Without end")]
    [InlineData("Kind", "Plain")]
    [InlineData("Quick", "False")]
    [InlineData("Name", null)]
    public void Defaults_are_read_from_the_code_unless_a_value_element_says_otherwise(string parameter, string? expected) =>
        Assert.Equal(expected, Parameter(parameter).Default);

    [Fact]
    public void Values_of_an_enumeration_bring_their_meaning() =>
        Assert.Equal([("Plain", "A plain one."), ("Rich", "A rich one.")], Parameter("Kind").PossibleValues);

    [Fact]
    public void Input_and_output_are_described_by_their_types()
    {
        Assert.Equal(
            [
                new TypeHelp("PodTools.Tests.Help.SampleThing", "A thing that samples are made of."),
                new TypeHelp("System.Management.Automation.PSObject", "Any object with properties of these names: Name, Place."),
            ],
            Sample.Inputs);
        Assert.Equal(["PodTools.Tests.Help.SampleThing", "System.String[]"], Sample.Outputs.Select(type => type.Name));
    }

    [Fact]
    public void Links_name_cmdlets_topics_and_pages() => Assert.Equal(
        [
            new LinkHelp("Get-Plain", string.Empty),
            new LinkHelp("about_PodTools", string.Empty),
            new LinkHelp("Pods", "https://kubernetes.io/docs/concepts/workloads/pods/"),
        ],
        Sample.Links);

    [Fact]
    public void Each_parameter_set_is_one_syntax_with_positional_parameters_first()
    {
        var syntax = Elements(Written, "syntaxItem").Select(item => Elements(item, "parameter").Select(parameter => Elements(parameter, "name").First().Value));
        Assert.Equal(
            [
                ["Name", "Count", "Timeout", "Kind", "Quick", "Place", "WhatIf", "Confirm"],
                ["Thing", "Count", "Timeout", "Kind", "Quick", "Place", "WhatIf", "Confirm"],
            ],
            syntax);
    }

    [Fact]
    public void A_parameter_is_written_with_all_that_Get_Help_shows()
    {
        var name = Elements(Elements(Written, "parameters").Single(), "parameter").First();
        Assert.Equal(
            ["required=true", "variableLength=true", "globbing=true", "pipelineInput=True (ByPropertyName)", "position=0", "aliases=None"],
            name.Attributes().Select(attribute => $"{attribute.Name.LocalName}={attribute.Value}"));
        Assert.Equal("String[]", Elements(name, "parameterValue").Single().Value);
    }

    [Fact]
    public void Whatever_is_missing_is_an_error_that_names_the_type_and_the_parameter()
    {
        const string Origin = "PodTools.Tests.Help.GetPlainCommand : error PTH002: Get-Plain: ";
        Assert.Equal(
            [
                Origin + "the parameter Undocumented has no documentation: write a <summary> on GetPlainCommand.Undocumented.",
                Origin + "it has no synopsis: write a <summary>.",
                Origin + "it has no description: write <remarks>.",
                Origin + "it has 0 examples: write at least 2 <example> elements.",
                Origin + "it leads nowhere: write <seealso> elements for what to read next.",
            ],
            Result.Problems);
    }

    private static ParameterHelp Parameter(string name) => Sample.Parameters.Single(parameter => parameter.Parameter.Name == name);

    private static IEnumerable<XElement> Elements(XElement parent, string name) =>
        parent.Descendants().Where(element => element.Name.LocalName == name);

    private static HelpResult Read(params Type[] types)
    {
        var documentation = DocumentationSet.Beside(Path.ChangeExtension(types[0].Assembly.Location, ".xml"));
        return new HelpReader(documentation, CmdletReader.Read(types)).Read();
    }
}
