using System.Globalization;
using System.Management.Automation;
using System.Text;
using System.Xml;
using System.Xml.Linq;

namespace PodTools.Build.Help;

/// <summary>Writes help in the format that Get-Help reads: Microsoft Assistance Markup Language, version 2004/10.</summary>
internal static class MamlWriter
{
    private const string Nothing = "None";
    private static readonly XNamespace Root = "http://msh";
    private static readonly XNamespace Maml = "http://schemas.microsoft.com/maml/2004/10";
    private static readonly XNamespace Command = "http://schemas.microsoft.com/maml/dev/command/2004/10";
    private static readonly XNamespace Dev = "http://schemas.microsoft.com/maml/dev/2004/10";

    /// <summary>Writes a help file.</summary>
    /// <param name="cmdlets">The help of all cmdlets.</param>
    /// <param name="path">The file; its folder is created.</param>
    public static void Write(IEnumerable<CmdletHelp> cmdlets, string path)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(path))!);
        using var writer = XmlWriter.Create(path, new XmlWriterSettings { Indent = true, Encoding = new UTF8Encoding(false), NewLineChars = "\n" });
        Document(cmdlets).Save(writer);
    }

    /// <summary>The help as a document.</summary>
    /// <param name="cmdlets">The help of all cmdlets.</param>
    /// <returns>The document.</returns>
    public static XDocument Document(IEnumerable<CmdletHelp> cmdlets) => new(new XElement(
        Root + "helpItems",
        new XAttribute("schema", "maml"),
        new XAttribute(XNamespace.Xmlns + "maml", Maml),
        new XAttribute(XNamespace.Xmlns + "command", Command),
        new XAttribute(XNamespace.Xmlns + "dev", Dev),
        cmdlets.Select(Cmdlet)));

    private static XElement Cmdlet(CmdletHelp help) => new(
        Command + "command",
        new XElement(
            Command + "details",
            new XElement(Command + "name", help.Cmdlet.Name),
            Described(Maml + "description", [help.Synopsis]),
            new XElement(Command + "verb", help.Cmdlet.Verb),
            new XElement(Command + "noun", help.Cmdlet.Noun)),
        Described(Maml + "description", help.Description),
        new XElement(Command + "syntax", help.Cmdlet.ParameterSets.Select(set => SyntaxItem(help, set))),
        new XElement(Command + "parameters", help.Parameters.Select(parameter => Parameter(parameter, Summary(parameter.Parameter), full: true))),
        new XElement(Command + "inputTypes", OrNone(help.Inputs).Select(type => Type(Command + "inputType", type))),
        new XElement(Command + "returnValues", OrNone(help.Outputs).Select(type => Type(Command + "returnValue", type))),
        new XElement(Maml + "alertSet", Described(Maml + "alert", help.Notes)),
        new XElement(Command + "examples", help.Examples.Select(Example)),
        new XElement(Command + "relatedLinks", help.Links.Select(Link)));

    private static XElement SyntaxItem(CmdletHelp help, string set) => new(
        Command + "syntaxItem",
        new XElement(Maml + "name", help.Cmdlet.Name),
        help.Parameters
            .Select(parameter => (Help: parameter, Place: parameter.Parameter.In(set)))
            .Where(item => item.Place is not null)
            .OrderBy(item => item.Place!.Position ?? int.MaxValue)
            .ThenByDescending(item => item.Place!.Mandatory)
            .Select(item => Parameter(item.Help, item.Place!, full: false)));

    /// <summary>The one place that speaks for all parameter sets: required only where every set says so.</summary>
    private static ParameterPlace Summary(ParameterDefinition parameter) => new(
        ParameterPlace.AllSets,
        parameter.Places.Min(place => place.Position),
        parameter.Places.All(place => place.Mandatory),
        parameter.Places.Any(place => place.ByValue),
        parameter.Places.Any(place => place.ByPropertyName));

    private static XElement Parameter(ParameterHelp help, ParameterPlace place, bool full) => new(
        Command + "parameter",
        new XAttribute("required", place.Mandatory),
        new XAttribute("variableLength", help.Parameter.Type.IsArray),
        new XAttribute("globbing", help.Parameter.Globbing),
        new XAttribute("pipelineInput", PipelineInput(place)),
        new XAttribute("position", place.Position?.ToString(CultureInfo.InvariantCulture) ?? "Named"),
        new XAttribute("aliases", help.Parameter.Aliases.Count > 0 ? string.Join(", ", help.Parameter.Aliases) : Nothing),
        new XElement(Maml + "name", help.Parameter.Name),
        Described(Maml + "description", help.Description),
        Value(help, full),
        new XElement(Dev + "type", new XElement(Maml + "name", TypeNames.Short(help.Parameter.Type))),
        new XElement(Dev + "defaultValue", help.Default ?? Nothing),
        full && help.PossibleValues.Any(value => value.Meaning.Length > 0) ? PossibleValues(help) : null);

    private static XElement? Value(ParameterHelp help, bool full)
    {
        if (full || help.PossibleValues.Count == 0)
        {
            return help.Parameter.Type == typeof(SwitchParameter) && !full ? null : ParameterValue(TypeNames.Short(help.Parameter.Type), required: true);
        }

        return new(Command + "parameterValueGroup", help.PossibleValues.Select(value => ParameterValue(value.Value, required: false)));
    }

    private static XElement ParameterValue(string value, bool required) =>
        new(Command + "parameterValue", new XAttribute("required", required), new XAttribute("variableLength", false), value);

    private static XElement PossibleValues(ParameterHelp help) => new(
        Dev + "possibleValues",
        help.PossibleValues.Select(value => new XElement(Dev + "possibleValue", new XElement(Dev + "value", value.Value), Described(Maml + "description", [value.Meaning]))));

    private static string PipelineInput(ParameterPlace place) => place switch
    {
        { ByValue: true, ByPropertyName: true } => "True (ByValue, ByPropertyName)",
        { ByValue: true } => "True (ByValue)",
        { ByPropertyName: true } => "True (ByPropertyName)",
        _ => "False",
    };

    private static XElement Type(XName name, TypeHelp type) =>
        new(name, new XElement(Dev + "type", new XElement(Maml + "name", type.Name)), Described(Maml + "description", [type.Description]));

    private static IEnumerable<TypeHelp> OrNone(IReadOnlyList<TypeHelp> types) => types.Count > 0 ? types : [new TypeHelp(Nothing, string.Empty)];

    private static XElement Example(ExampleHelp example, int index) => new(
        Command + "example",
        new XElement(Maml + "title", $"---------- Example {index + 1} ----------"),
        Spaced(Maml + "introduction", example.Introduction),
        new XElement(Dev + "code", example.Code),
        Spaced(Dev + "remarks", example.Remarks));

    private static XElement Link(LinkHelp link) =>
        new(Maml + "navigationLink", new XElement(Maml + "linkText", link.Text), new XElement(Maml + "uri", link.Address));

    private static XElement Described(XName name, IEnumerable<string> paragraphs) =>
        new(name, paragraphs.Where(text => text.Length > 0).Select(text => new XElement(Maml + "para", text)));

    /// <summary>Paragraphs with an empty one behind each: the view of examples puts no space between them.</summary>
    private static XElement Spaced(XName name, IEnumerable<string> paragraphs) =>
        new(name, paragraphs.SelectMany(text => new[] { new XElement(Maml + "para", text), new XElement(Maml + "para") }));
}
