using System.Reflection;
using System.Xml;
using PodTools.Build.Help;

if (args.Length != 3)
{
    Console.Error.WriteLine("""
        Writes the help of a module's cmdlets, as Get-Help reads it, from their XML documentation.

        usage: HelpGenerator <module.dll> <module.xml> <output.dll-Help.xml>

        On a class marked [Cmdlet]:
          <summary>  the synopsis: one sentence
          <remarks>  the description, in <para> elements or as one text
          <example>  at least two: <para> what it is for (may be left out), <code> the command without a prompt,
                     <para> what one sees; a second <code> is shown as output
          <notes>    what else is worth knowing (may be left out)
          <seealso>  a related cmdlet by cref, a page by href, or a topic as text: <seealso>about_PodTools</seealso>
        On a property marked [Parameter], in the class or in a base class:
          <summary>  what it is for
          <value>    its default, where the value that the property starts with does not say it

        What pipeline input, output, default values and possible values are is read from the code, described by the
        documentation of their types. Whatever is missing is an error that fails the build.
        """);
    return 2;
}

try
{
    var documentation = DocumentationSet.Beside(args[1]);
    var cmdlets = CmdletReader.Read(Assembly.LoadFrom(Path.GetFullPath(args[0])).GetExportedTypes());
    var help = new HelpReader(documentation, cmdlets).Read();
    foreach (var problem in help.Problems)
    {
        Console.Error.WriteLine(problem);
    }

    if (help.Problems.Count > 0)
    {
        return 1;
    }

    MamlWriter.Write(help.Cmdlets, args[2]);
    Console.WriteLine($"{help.Cmdlets.Count} cmdlets described in {args[2]}");
    return 0;
}
catch (Exception failure) when (failure is IOException or BadImageFormatException or XmlException)
{
    Console.Error.WriteLine($"HelpGenerator : error PTH001: {failure.Message}");
    return 1;
}
