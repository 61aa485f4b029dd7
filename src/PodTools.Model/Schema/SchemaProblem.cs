namespace PodTools.Schema;

/// <summary>A field that does not fit the schema.</summary>
/// <param name="Kind">What is wrong.</param>
/// <param name="Field">The field, for instance <c>spec.containers[0].imag</c>.</param>
/// <param name="Message">What is wrong, for people.</param>
/// <param name="ServerMessage">What is wrong, in the words of the API server.</param>
/// <param name="Advice">What to do: the nearest real name, where the field belongs, or what to write.</param>
public sealed record SchemaProblem(SchemaProblemKind Kind, string Field, string Message, string ServerMessage, string Advice);
