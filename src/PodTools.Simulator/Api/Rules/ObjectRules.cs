using System.Text.Json.Nodes;
using PodTools.Simulator.Store;

namespace PodTools.Simulator.Api.Rules;

/// <summary>What the API does to objects of a type on their way into the store. This class holds what is true of all types.</summary>
internal class ObjectRules
{
    /// <summary>Fills in what the client left out and the API defines.</summary>
    public virtual void Default(JsonObject json)
    {
    }

    /// <summary>Admission of a new object: what plugins add to it, and what they refuse.</summary>
    /// <exception cref="ApiException">403 or 404.</exception>
    public virtual void Admit(ApiRequest request, JsonObject json)
    {
    }

    /// <summary>Sets the fields of a new object that are not the client's to set.</summary>
    public virtual void PrepareCreate(ApiRequest request, JsonObject json) => json.Remove("status");

    /// <summary>Does what belongs to a new object, once it is stored.</summary>
    public virtual void Created(StoredObject stored)
    {
    }

    /// <summary>What is wrong with a new object.</summary>
    public virtual IReadOnlyList<FieldCause> ValidateCreate(JsonObject json) => ObjectNames.Validate(json, ObjectNames.Subdomain);

    /// <summary>What the user should know of a valid new object.</summary>
    public virtual IEnumerable<string> Warnings(JsonObject json) => [];

    /// <summary>Restores the fields that a write to <paramref name="subresource"/> (empty for the object) may not touch.</summary>
    public virtual void PrepareUpdate(JsonObject updated, JsonObject current, string subresource)
    {
        if (subresource == "status")
        {
            foreach (var name in updated.Select(member => member.Key).Except(Always).ToList())
            {
                Restore(updated, current, name);
            }
        }
        else if (HasStatus)
        {
            Restore(updated, current, "status");
        }
    }

    /// <summary>What is wrong with a changed object.</summary>
    public virtual IReadOnlyList<FieldCause> ValidateUpdate(JsonObject updated, JsonObject current, string subresource)
    {
        var uid = (string?)updated["metadata"]!["uid"];
        return uid == (string?)current["metadata"]!["uid"] ? [] : [FieldCause.Invalid("metadata.uid", $"\"{uid}\"", "field is immutable")];
    }

    /// <summary>Whether the status is written through its own subresource.</summary>
    protected virtual bool HasStatus => true;

    private static string[] Always { get; } = ["kind", "apiVersion", "metadata", "status"];

    /// <summary>Puts the current value of a member back.</summary>
    protected static void Restore(JsonObject updated, JsonObject current, string name)
    {
        if (current[name] is { } value)
        {
            updated[name] = value.DeepClone();
        }
        else
        {
            updated.Remove(name);
        }
    }
}
