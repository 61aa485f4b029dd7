using System.Text.Json.Nodes;

namespace PodTools.Simulator.Api.Tables;

/// <summary>One column of a table.</summary>
/// <param name="Name">The heading.</param>
/// <param name="Description">What it shows.</param>
/// <param name="Wide">Whether it is shown in wide output only.</param>
/// <param name="Type">The type of its cells.</param>
/// <param name="Format">What the type means; <c>name</c> for the name of the object.</param>
internal sealed record TableColumn(string Name, string Description, bool Wide = false, string Type = "string", string Format = "")
{
    /// <summary>The name of the object, in every table the first.</summary>
    public static TableColumn ObjectName { get; } = new("Name", "The name of the object, unique within its namespace.", Format: "name");

    /// <summary>The time since the object was created.</summary>
    public static TableColumn Age { get; } = new("Age", "The time since the object was created.");

    public JsonObject ToJson() => new()
    {
        ["name"] = Name,
        ["type"] = Type,
        ["format"] = Format,
        ["description"] = Description,
        ["priority"] = Wide ? 1 : 0,
    };
}
