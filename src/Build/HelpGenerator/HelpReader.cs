using System.Management.Automation;
using System.Xml.Linq;

namespace PodTools.Build.Help;

/// <summary>Brings together what the code of cmdlets declares and what their documentation says, and finds what is missing.</summary>
/// <param name="documentation">What is documented.</param>
/// <param name="cmdlets">What is declared.</param>
internal sealed class HelpReader(DocumentationSet documentation, IReadOnlyList<CmdletDefinition> cmdlets)
{
    private const int ExamplesWanted = 2;
    private readonly DocumentationText _text = new(cmdlets.ToDictionary(cmdlet => cmdlet.Type.FullName!, cmdlet => cmdlet.Name));
    private readonly List<string> _problems = [];

    /// <summary>Reads the help of all cmdlets.</summary>
    /// <returns>The help and what is missing in it.</returns>
    public HelpResult Read() => new([.. cmdlets.Select(Read)], _problems);

    private CmdletHelp Read(CmdletDefinition cmdlet)
    {
        var member = documentation.Of(cmdlet.Type);
        var help = new CmdletHelp(
            cmdlet,
            _text.Line(member.Element("summary")),
            _text.Paragraphs(member.Element("remarks")),
            [.. cmdlet.Parameters.Select(parameter => Read(cmdlet, parameter))],
            [.. Inputs(cmdlet)],
            [.. cmdlet.OutputTypes.Select(type => new TypeHelp(TypeNames.Full(type), Summary(TypeNames.OfOne(type))))],
            [.. member.Elements("example").Select(example => Example(cmdlet, example))],
            _text.Paragraphs(member.Element("notes")),
            [.. member.Elements("seealso").Select(Link)]);
        Require(help.Synopsis.Length > 0, cmdlet, "it has no synopsis: write a <summary>");
        Require(help.Description.Count > 0, cmdlet, "it has no description: write <remarks>");
        Require(help.Examples.Count >= ExamplesWanted, cmdlet, $"it has {help.Examples.Count} examples: write at least {ExamplesWanted} <example> elements");
        Require(help.Links.Count > 0, cmdlet, "it leads nowhere: write <seealso> elements for what to read next");
        return help;
    }

    private ParameterHelp Read(CmdletDefinition cmdlet, ParameterDefinition parameter)
    {
        if (parameter.Property is null)
        {
            return new(parameter, [OfEngine(parameter.Name)], parameter.Default, []);
        }

        var member = documentation.Of(parameter.Property);
        var description = _text.Paragraphs(member.Element("summary"));
        Require(description.Count > 0, cmdlet, $"the parameter {parameter.Name} has no documentation: write a <summary> on {parameter.Property.DeclaringType!.Name}.{parameter.Name}");
        var given = _text.Line(member.Element("value"));
        return new(
            parameter,
            [.. description, .. _text.Paragraphs(member.Element("remarks"))],
            given.Length > 0 ? given : parameter.Default,
            [.. parameter.PossibleValues.Select(value => (value, Meaning(parameter.Type, value)))]);
    }

    private ExampleHelp Example(CmdletDefinition cmdlet, XElement example)
    {
        var code = example.Element("code");
        Require(code is not null, cmdlet, "an example has no <code>");
        if (code is null)
        {
            return new([], string.Empty, []);
        }

        var remarks = _text.Paragraphs(new XElement("remarks", code.NodesAfterSelf()));
        Require(remarks.Count > 0, cmdlet, $"the example '{DocumentationText.Code(code)}' does not say what one sees: write a <para> after its <code>");
        return new(_text.Paragraphs(new XElement("introduction", code.NodesBeforeSelf())), DocumentationText.Code(code), remarks);
    }

    private IEnumerable<TypeHelp> Inputs(CmdletDefinition cmdlet)
    {
        var taken = cmdlet.Parameters.Where(parameter => parameter.Places.Any(place => place.ByValue));
        foreach (var type in taken.Select(parameter => TypeNames.OfOne(parameter.Type)).Distinct())
        {
            yield return new(TypeNames.Full(type), Summary(type));
        }

        var named = cmdlet.Parameters.Where(parameter => parameter.Places.Any(place => place.ByPropertyName)).Select(parameter => parameter.Name).ToList();
        if (named.Count > 0)
        {
            yield return new(typeof(PSObject).FullName!, $"Any object with properties of these names: {string.Join(", ", named)}.");
        }
    }

    private LinkHelp Link(XElement link) => link switch
    {
        _ when link.Attribute("cref") is { } reference => new(_text.NameOf(reference.Value), string.Empty),
        _ when link.Attribute("href") is { } address => new(link.IsEmpty ? address.Value : _text.Line(link), address.Value),
        _ => new(_text.Line(link), string.Empty),
    };

    private string Summary(Type type) => _text.Line(documentation.Of(type).Element("summary"));

    private string Meaning(Type type, string value) => type.IsEnum ? _text.Line(documentation.Of(type, value).Element("summary")) : string.Empty;

    private void Require(bool holds, CmdletDefinition cmdlet, string problem)
    {
        if (!holds)
        {
            _problems.Add($"{cmdlet.Type.FullName} : error PTH002: {cmdlet.Name}: {problem}.");
        }
    }

    private static string OfEngine(string name) => name == "WhatIf"
        ? "Says what would be done, and does nothing."
        : "Asks before anything is done.";
}
