using PodTools.Simulator.Api.Input;
using PodTools.Simulator.Api.Output;
using PodTools.Simulator.Api.Ownership;

namespace PodTools.Simulator.Api.Verbs;

/// <summary>POST to a collection.</summary>
internal sealed class CreateVerb(ObjectWriter writer, FieldOwnership ownership)
{
    public async Task ServeAsync(ApiRequest request)
    {
        var options = WriteOptions.Parse(request, "CreateOptions");
        var json = await ObjectReader.ReadAsync(request, options, request.Type).ConfigureAwait(false);
        var created = writer.Create(
            request, json, options, ready => ownership.Update(request.Type, ready, null, options.Manager, ""));
        await ResponseWriter.WriteAsync(request, 201, created).ConfigureAwait(false);
    }
}
