using System.Management.Automation;
using System.Reflection;
using System.Xml.Linq;
using PodTools.Pipeline;

namespace PodTools.Tests.Views;

/// <summary>
/// The properties that views compute: PowerShell calls them with its wrapper, everybody else with the object itself.
/// </summary>
public sealed class TypeFileTests
{
    public static TheoryData<string, string, string> Properties
    {
        get
        {
            var file = XDocument.Load(Path.Combine(Recordings.Root, "src", "PodTools", "Views", "PodTools.Types.ps1xml"));
            var data = new TheoryData<string, string, string>();
            foreach (var type in file.Descendants("Type"))
            {
                foreach (var reference in type.Descendants("GetCodeReference"))
                {
                    data.Add(type.Element("Name")!.Value, reference.Element("TypeName")!.Value, reference.Element("MethodName")!.Value);
                }
            }

            return data;
        }
    }

    [Theory]
    [MemberData(nameof(Properties))]
    public void A_computed_property_takes_the_wrapper_and_the_object(string type, string owner, string method)
    {
        var taken = typeof(IPipeline).Assembly.GetType(owner, throwOnError: true)!
            .GetMethods(BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic)
            .Where(each => each.Name == method)
            .Select(each => each.GetParameters().Single().ParameterType.FullName!)
            .OrderBy(name => name != type);

        Assert.Equal([type, typeof(PSObject).FullName!], taken);
    }
}
