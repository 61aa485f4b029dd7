using System.Text.Json.Nodes;

namespace PodTools.Simulator.Api.Ownership;

/// <summary>One manager's share of an object: an entry of <c>metadata.managedFields</c>.</summary>
/// <param name="Manager">The name of the manager.</param>
/// <param name="Operation"><c>Apply</c> or <c>Update</c>.</param>
/// <param name="ApiVersion">The version that the manager wrote in.</param>
/// <param name="Subresource">The subresource that it wrote to, empty for the object.</param>
/// <param name="Fields">What it owns.</param>
/// <param name="Time">When its share last changed.</param>
internal sealed record ManagedEntry(
    string Manager, string Operation, string ApiVersion, string Subresource, FieldSet Fields, string? Time)
{
    /// <summary>How errors name the manager.</summary>
    public string Display
    {
        get
        {
            var version = Operation == "Update" ? $" using {ApiVersion}" : "";
            var subresource = Subresource.Length > 0 ? $" with subresource \"{Subresource}\"" : "";
            return $"\"{Manager}\"{subresource}{version}";
        }
    }

    public bool Is(string manager, string operation, string subresource) =>
        Manager == manager && Operation == operation && Subresource == subresource;

    public JsonObject ToJson()
    {
        var json = new JsonObject { ["manager"] = Manager, ["operation"] = Operation, ["apiVersion"] = ApiVersion };
        if (Time is not null)
        {
            json["time"] = Time;
        }

        json["fieldsType"] = "FieldsV1";
        json["fieldsV1"] = Fields.ToJson();
        if (Subresource.Length > 0)
        {
            json["subresource"] = Subresource;
        }

        return json;
    }

    public static ManagedEntry FromJson(JsonObject json) => new(
        (string?)json["manager"] ?? "",
        (string?)json["operation"] ?? "Update",
        (string?)json["apiVersion"] ?? "",
        (string?)json["subresource"] ?? "",
        FieldSet.FromJson(json["fieldsV1"] as JsonObject ?? []),
        (string?)json["time"]);
}
