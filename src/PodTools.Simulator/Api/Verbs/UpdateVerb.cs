using PodTools.Simulator.Api.Input;
using PodTools.Simulator.Api.Output;
using PodTools.Simulator.Api.Ownership;

namespace PodTools.Simulator.Api.Verbs;

/// <summary>PUT of an object or of a subresource that is written like one.</summary>
internal sealed class UpdateVerb(ObjectWriter writer, FieldOwnership ownership)
{
    public async Task ServeAsync(ApiRequest request)
    {
        var options = WriteOptions.Parse(request, "UpdateOptions");
        var json = await ObjectReader.ReadAsync(request, options, request.Type).ConfigureAwait(false);
        var updated = writer.Update(
            request, options, _ => json.DeepClone().AsObject(),
            (after, before) => ownership.Update(request.Type, after, before, options.Manager, request.Subresource));
        await ResponseWriter.WriteAsync(request, 200, updated).ConfigureAwait(false);
    }
}
